package org.dataferry.control.replay;

import java.util.Optional;
import org.dataferry.schemas.control.ReplayEvent;

/**
 * How a replay stands, by the events of it so far.
 *
 * @param last the last event that changed how it stands
 */
public record ReplayStory(ReplayEvent.Requested request, Stage stage, ReplayEvent last) {

    /** How it stands. */
    public enum Stage {
        /** Until somebody else approves it. */
        AWAITS_APPROVAL,
        /** Commands may be sent. Whether somebody does so no event tells. */
        GOES_ON,
        PAUSED,
        CANCELLED,
        ENDED;

        /** Whether nothing can change it any more. */
        public boolean isFinal() {
            return this == CANCELLED || this == ENDED;
        }
    }

    static ReplayStory begin(ReplayEvent.Requested request) {
        return new ReplayStory(request, request.awaitsApproval() ? Stage.AWAITS_APPROVAL : Stage.GOES_ON, request);
    }

    /** What became of its writes, once it has ended. */
    public Optional<ReplayEvent.Ended> end() {
        return last instanceof ReplayEvent.Ended ended ? Optional.of(ended) : Optional.empty();
    }

    /** Empty if the event cannot be: such as a pause of what has ended. Then it changes nothing. */
    public Optional<ReplayStory> after(ReplayEvent event) {
        if (stage.isFinal()) {
            return Optional.empty();
        }
        return switch (event) {
            case ReplayEvent.Requested ignored -> Optional.empty();
            case ReplayEvent.Approved ignored ->
                stage == Stage.AWAITS_APPROVAL ? Optional.of(to(Stage.GOES_ON, event)) : Optional.empty();
            case ReplayEvent.Paused ignored ->
                stage == Stage.GOES_ON ? Optional.of(to(Stage.PAUSED, event)) : Optional.empty();
            case ReplayEvent.Resumed ignored ->
                stage == Stage.PAUSED ? Optional.of(to(Stage.GOES_ON, event)) : Optional.empty();
            case ReplayEvent.Cancelled ignored -> Optional.of(to(Stage.CANCELLED, event));
            case ReplayEvent.Ended ignored -> Optional.of(to(Stage.ENDED, event));
        };
    }

    private ReplayStory to(Stage next, ReplayEvent event) {
        return new ReplayStory(request, next, event);
    }
}
