package org.dataferry.control.dashboard.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dataferry.schemas.settings.DashboardLimits;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A session is known by an id of 256 random bits, which only the browser keeps; it ends after a time
 * without any request, after its lifetime, and with the server. The token against forged requests is a keyed digest of the
 * id, so that one without a session needs no memory either.
 */
final class Sessions {

    private static final int ID_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final Duration idle;
    private final Duration lifetime;
    private final int most;
    private final Clock clock;
    private final SecureRandom random;
    private final SecretKeySpec key;

    /** By the digest of the id, that which has been idle for longest first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    private record Session(User user, Instant began, Instant seen) {}

    Sessions(DashboardLimits limits, Clock clock, SecureRandom random) {
        this.idle = limits.sessionIdle();
        this.lifetime = limits.sessionLifetime();
        this.most = limits.sessions();
        this.clock = clock;
        this.random = random;
        this.key = new SecretKeySpec(bytes(), MAC);
    }

    /** An id that nobody has. */
    String newId() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** @return its id */
    synchronized String begin(User user) {
        String id = newId();
        Instant now = clock.instant();
        sessions.put(digest(id), new Session(user, now, now));
        if (sessions.size() > most) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        return id;
    }

    /** Who has it, as of when it began; being asked for keeps it alive. */
    synchronized Optional<User> find(String id) {
        String digest = digest(id);
        @Nullable Session session = sessions.get(digest);
        if (session == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (now.isAfter(session.seen().plus(idle))
                || now.isAfter(session.began().plus(lifetime))) {
            sessions.remove(digest);
            return Optional.empty();
        }
        sessions.put(digest, new Session(session.user(), session.began(), now));
        return Optional.of(session.user());
    }

    synchronized void end(String id) {
        sessions.remove(digest(id));
    }

    /** What a request with this id has to carry, unless it only reads. */
    String csrf(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac("csrf:" + id));
    }

    boolean isCsrf(String id, String token) {
        return MessageDigest.isEqual(csrf(id).getBytes(US_ASCII), token.getBytes(US_ASCII));
    }

    /** Ids are looked up by it, so that the time a look-up takes tells nothing of an id. */
    private String digest(String id) {
        return Base64.getEncoder().encodeToString(mac("session:" + id));
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(US_ASCII));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + MAC, missing);
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
