package org.dataferry.control.dashboard.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.schemas.settings.DashboardLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who comes in. Where there are no users, everybody is whoever runs this process: an approver, who sees data of persons. */
public final class Access {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    /** A check of a password takes a core for some tenths of a second, which the migration may need more. */
    private static final int CHECKS_AT_A_TIME = 1;

    /** Counts for all that nobody can be named, so that no text of a stranger's length is kept. A user's key has no blank there. */
    private static final String BY_NO_NAME = "user by no name";

    private static final Duration CHECK_PACE = Duration.ofSeconds(1);

    private final Optional<Users> users;
    private final Visitor.Known owner;
    private final Sessions sessions;
    private final Failures failures;
    private final Optional<PasswordHash> ofNobody;
    private final Semaphore checks = new Semaphore(CHECKS_AT_A_TIME);
    private final AtomicLong failed = new AtomicLong();

    /**
     * @param users those who may sign in; empty where nobody has to
     * @param owner of this process, as the system calls them
     */
    public Access(Optional<Users> users, String owner, DashboardLimits limits, Clock clock, SecureRandom random) {
        this.users = users;
        this.owner = new Visitor.Known(owner, Role.APPROVER, true);
        this.sessions = new Sessions(limits, clock, random);
        this.failures = new Failures(limits.signInFailures(), limits.signInWindow(), clock);
        this.ofNobody = users.map(any -> PasswordHash.of(sessions.newId(), random));
    }

    public boolean isSignInNeeded() {
        return users.isPresent();
    }

    /** An id for a browser that has none. */
    public String newId() {
        return sessions.newId();
    }

    /** @param session the id that the browser shows; empty if it shows none */
    public Visitor visitor(String session) {
        return users.<Visitor>map(known -> sessions.find(session)
                        .filter(user ->
                                known.find(user.name()).filter(user::equals).isPresent())
                        .<Visitor>map(Access::known)
                        .orElseGet(Visitor.Stranger::new))
                .orElse(owner);
    }

    /** Why a change of the file of users does not hold yet; empty if all of it holds, or there is no such file. */
    public Optional<String> usersTrouble() {
        return users.flatMap(Users::trouble);
    }

    /** The token against forged requests that goes with a session's id. */
    public String csrf(String session) {
        return sessions.csrf(session);
    }

    public boolean isCsrf(String session, String token) {
        return sessions.isCsrf(session, token);
    }

    /**
     * A password that is right ends the count of this name's failures, and not that of the address, which may try many names.
     *
     * @param address of the Internet Protocol, which is short
     */
    public SignIn signIn(String name, String password, String address) {
        String byName = User.isName(name) ? "user " + name : BY_NO_NAME;
        String byAddress = "address " + address;
        Optional<Duration> wait = failures.wait(byName).or(() -> failures.wait(byAddress));
        if (wait.isPresent()) {
            return new SignIn.Later(wait.get());
        }
        if (!checks.tryAcquire()) {
            return new SignIn.Later(CHECK_PACE);
        }
        try {
            return checked(name, password, byName, byAddress);
        } finally {
            checks.release();
        }
    }

    private SignIn checked(String name, String password, String byName, String byAddress) {
        Optional<User> user = users.flatMap(known -> known.find(name));
        // Of somebody who does not exist a password is checked as well: the time tells nothing.
        boolean matches = user.map(User::password)
                .or(() -> ofNobody)
                .filter(hash -> hash.matches(password))
                .isPresent();
        if (user.isEmpty() || !matches) {
            failures.add(byName);
            failures.add(byAddress);
            failed.incrementAndGet();
            LOG.warn("Nobody was signed in to the dashboard from={}", byAddress);
            return new SignIn.Refused();
        }
        failures.forget(byName);
        LOG.info("Signed in to the dashboard user={} from={}", name, byAddress);
        return new SignIn.Done(sessions.begin(user.get()), known(user.get()));
    }

    private static Visitor.Known known(User user) {
        return new Visitor.Known(user.name(), user.role(), user.seesPersonal());
    }

    public void signOut(String session) {
        sessions.end(session);
    }

    /** How often somebody failed to sign in. */
    public long failedSignIns() {
        return failed.get();
    }
}
