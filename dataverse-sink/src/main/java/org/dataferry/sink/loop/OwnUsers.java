package org.dataferry.sink.loop;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.rows.WhoAmI;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowSender;
import org.dataferry.sink.send.UserShutOutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which system users the application users of all lanes are, as the target names them, and which of them it lets in. One that is
 * shut out at the start may be let in later: before its first batch it is asked again, so that nobody takes what it writes for a
 * change of somebody else's. Safe for threads.
 */
final class OwnUsers {

    private static final Logger LOG = LoggerFactory.getLogger(OwnUsers.class);

    private final URI target;
    private final Map<String, Lane> lanes;
    private final Set<UUID> ids = ConcurrentHashMap.newKeySet();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<String, String> shutOut = new ConcurrentHashMap<>();

    /** @param lanes by user, in the order in which they are asked */
    OwnUsers(URI target, Map<String, Lane> lanes) {
        this.target = target;
        this.lanes = Collections.unmodifiableMap(new LinkedHashMap<>(lanes));
    }

    /** Those that are known by now; it grows. */
    Set<UUID> ids() {
        return Collections.unmodifiableSet(ids);
    }

    /**
     * Asks all. A user that is shut out is left out: until it is let in, what it changed in an earlier life counts as somebody
     * else's.
     *
     * @param deadline after which a target that does not answer is not asked again
     */
    void ask(Instant deadline) throws InterruptedException {
        for (Map.Entry<String, Lane> user : lanes.entrySet()) {
            try {
                switch (WhoAmI.ask(user.getValue().client(), deadline)) {
                    case Answer.Succeeded<WhoAmI>(WhoAmI we) -> add(user.getKey(), we);
                    case Answer.Failed<WhoAmI>(var failure) -> leaveOut(user.getKey(), failure.describe());
                }
            } catch (TokenRefusedException refused) {
                leaveOut(user.getKey(), String.valueOf(refused.getMessage()));
            }
        }
    }

    /**
     * The first that is let in.
     *
     * @throws SinkException if none is, or the target does not answer
     */
    Lane first() {
        return lanes.entrySet().stream()
                .filter(user -> !shutOut.containsKey(user.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new SinkException("the target " + target + " does not serve us: "
                        + lanes.keySet().stream()
                                .map(user -> user + ": " + shutOut.get(user))
                                .collect(Collectors.joining("; "))));
    }

    /**
     * Asks for each user that is let in whether it may pass by custom logic.
     *
     * @throws SinkException if one may not, or none is let in any more
     */
    void require(BypassCheck check) throws InterruptedException {
        for (Map.Entry<String, Lane> user : lanes.entrySet()) {
            if (!shutOut.containsKey(user.getKey())) {
                try {
                    check.require(user.getKey(), user.getValue());
                } catch (UserShutOutException | TokenRefusedException why) {
                    leaveOut(user.getKey(), String.valueOf(why.getMessage()));
                }
            }
        }
        first();
    }

    /** Those that were shut out when they were last asked, and have had no batch since; each with the reason. */
    Map<String, String> shutOut() {
        return Map.copyOf(shutOut);
    }

    /** Sends by a user that is known from then on. */
    RowSender introducing(String user, RowSender sender) {
        return batch -> {
            if (!known.contains(user)) {
                switch (WhoAmI.ask(lanes.get(user).client())) {
                    case Answer.Succeeded<WhoAmI>(WhoAmI we) -> add(user, we);
                    case Answer.Failed<WhoAmI>(Failure.Refused(var error)) ->
                        throw new UserShutOutException(
                                "Dataverse does not tell this application user who it is: " + error.describe());
                    case Answer.Failed<WhoAmI>(Failure failure) -> {
                        return Collections.nCopies(batch.rows().size(), new RowResult.Later(failure.describe()));
                    }
                }
            }
            shutOut.remove(user);
            return sender.send(batch);
        };
    }

    /** The id first: whoever finds the user known counts on it. */
    private void add(String user, WhoAmI we) {
        ids.add(we.userId());
        known.add(user);
    }

    private void leaveOut(String user, String why) {
        shutOut.put(user, why);
        LOG.warn("An application user is not let in at the start user={} reason={}", user, why);
    }
}
