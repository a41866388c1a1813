package org.dataferry.sink.loop;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.rows.WhoAmI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system users that the application users of all lanes are, as the target names them. */
final class OwnUsers {

    private static final Logger LOG = LoggerFactory.getLogger(OwnUsers.class);

    private OwnUsers() {}

    /**
     * A user that is shut out is left out: what it changed before counts as somebody else's change until the next start.
     *
     * @param deadline after which a target that does not answer is not asked again
     */
    static Set<UUID> of(List<Lane> lanes, Instant deadline) throws InterruptedException {
        Set<UUID> users = new HashSet<>();
        for (Lane lane : lanes) {
            switch (WhoAmI.ask(lane.client(), deadline)) {
                case Answer.Succeeded<WhoAmI>(WhoAmI we) -> users.add(we.userId());
                case Answer.Failed<WhoAmI>(var failure) ->
                    LOG.warn(
                            "An application user did not tell who it is, its own changes count as somebody else's reason={}",
                            failure.describe());
            }
        }
        return users;
    }
}
