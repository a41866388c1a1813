package org.dataferry.sink.loop;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;

/**
 * The first requests of a sink. Later a target that is away is waited for without end; at the start it is more likely that
 * an address is wrong, so somebody has to hear of it.
 */
final class TargetCheck {

    private final Lane lane;
    private final URI target;
    private final Clock clock;
    private final Duration patience;

    /** @param patience with a target that does not answer */
    TargetCheck(Lane lane, URI target, Clock clock, Duration patience) {
        this.lane = lane;
        this.target = target;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * The entity sets of these entities, by logical name.
     *
     * @throws SinkException if the target does not answer, does not let us in or has not all of the tables
     */
    Map<String, EntitySet> entitySets(Set<String> entities) throws InterruptedException {
        DataverseRequest whoAmI = DataverseRequest.get(Operation.WHO_AM_I, "WhoAmI")
                .withDeadline(clock.instant().plus(patience));
        if (lane.client().send(whoAmI) instanceof Answer.Failed<Reply>(var failure)) {
            throw new SinkException("the target " + target + " does not serve us: " + failure.describe());
        }
        Map<String, EntitySet> all = lane.metadata().entitySets();
        Map<String, EntitySet> ours = new HashMap<>();
        for (String entity : entities) {
            EntitySet set = all.get(entity);
            if (set == null) {
                throw new SinkException("the target " + target + " has no table '" + entity + "'; run prepare first");
            }
            ours.put(entity, set);
        }
        return ours;
    }
}
