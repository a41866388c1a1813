package org.dataferry.sink.loop;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
 * The system users that the application users of all lanes are, as the target names them. One that is shut out when it is asked
 * first may be let in later: before its first batch it is asked again, so that nobody takes what it writes for a change of
 * somebody else's. Safe for threads.
 */
final class OwnUsers {

    private static final Logger LOG = LoggerFactory.getLogger(OwnUsers.class);

    private final Set<UUID> ids = ConcurrentHashMap.newKeySet();
    private final Set<Lane> known = ConcurrentHashMap.newKeySet();

    /** Those that are known by now; it grows. */
    Set<UUID> ids() {
        return Collections.unmodifiableSet(ids);
    }

    /**
     * A user that is shut out is left out: until it is let in, what it changed in an earlier life counts as somebody else's.
     *
     * @param deadline after which a target that does not answer is not asked again
     */
    void ask(Lane lane, Instant deadline) throws InterruptedException {
        try {
            switch (WhoAmI.ask(lane.client(), deadline)) {
                case Answer.Succeeded<WhoAmI>(WhoAmI we) -> add(lane, we);
                case Answer.Failed<WhoAmI>(var failure) -> leaveOut(failure.describe());
            }
        } catch (TokenRefusedException refused) {
            leaveOut(String.valueOf(refused.getMessage()));
        }
    }

    /** Sends by a lane whose user is known from then on. */
    RowSender introducing(Lane lane, RowSender sender) {
        return batch -> {
            if (!known.contains(lane)) {
                switch (WhoAmI.ask(lane.client())) {
                    case Answer.Succeeded<WhoAmI>(WhoAmI we) -> add(lane, we);
                    case Answer.Failed<WhoAmI>(Failure.Refused(var error)) ->
                        throw new UserShutOutException(
                                "Dataverse does not tell this application user who it is: " + error.describe());
                    case Answer.Failed<WhoAmI>(Failure failure) -> {
                        return Collections.nCopies(batch.rows().size(), new RowResult.Later(failure.describe()));
                    }
                }
            }
            return sender.send(batch);
        };
    }

    /** The id first: whoever finds the lane known counts on it. */
    private void add(Lane lane, WhoAmI we) {
        ids.add(we.userId());
        known.add(lane);
    }

    private static void leaveOut(String why) {
        LOG.warn(
                "An application user did not tell who it is, until it does its changes count as somebody else's reason={}",
                why);
    }
}
