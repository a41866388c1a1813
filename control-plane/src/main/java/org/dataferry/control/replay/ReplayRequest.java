package org.dataferry.control.replay;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.settings.ReplayLimits;

/**
 * A replay that somebody asks for: the rows that were chosen, and what is written down of it.
 *
 * @param event awaits an approval where {@code limits.replay.approveAbove} asks for one
 */
public record ReplayRequest(ReplayPlan plan, ReplayEvent.Requested event) {

    /**
     * One with an id of its own.
     *
     * @param segment how they were chosen, in the words of the command
     * @param steps at least one
     */
    public static ReplayRequest of(
            String segment, List<ReplayStep> steps, ReplayLimits limits, String by, String why, Instant at) {
        String id = UUID.randomUUID().toString();
        int rows = steps.size();
        ReplayPlan plan = new ReplayPlan(id, steps);
        return new ReplayRequest(
                plan,
                new ReplayEvent.Requested(
                        id,
                        String.join(", ", plan.entities()),
                        rows,
                        segment,
                        limits.needsApproval(rows),
                        by,
                        why,
                        at));
    }

    public String replayId() {
        return plan.replayId();
    }

    /**
     * Returns when it is written down, the rows on this machine first; nothing is sent yet.
     *
     * @param topic takes the event down, and returns when that is acknowledged
     * @throws ControlException if it is not; should the event stand there after all, the replay ends as cancelled
     */
    public void writeDown(Path state, Consumer<ReplayEvent.Requested> topic) {
        plan.save(state);
        try {
            topic.accept(event);
        } catch (ControlException unacknowledged) {
            UnacknowledgedRequests.note(state, replayId());
            throw new ControlException(
                    unacknowledged.getMessage() + "; should replay " + replayId()
                            + " be in the history after all, it ends there as cancelled, and nothing of it is sent",
                    unacknowledged);
        }
    }
}
