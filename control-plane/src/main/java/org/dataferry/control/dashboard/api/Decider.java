package org.dataferry.control.dashboard.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.control.waive.WaiverDesk;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.LimitChanges;

/** Writes down what somebody decides, in that person's name, once it is checked. Returns when it is written. */
public interface Decider {

    /** @param entity empty for all */
    void pause(Optional<String> entity, String why, String by);

    /** @param entity empty for all pauses */
    void resume(Optional<String> entity, String why, String by);

    void change(LimitChanges changes, String why, String by);

    /** All limits are as configured again. */
    void reset(String why, String by);

    void note(String text, String by);

    /** @param freeze when the source is to be frozen; empty to set no time any more */
    void planCutover(Optional<Instant> freeze, String why, String by);

    /**
     * Looks for the rows of a waiver and writes nothing, as it may take minutes in which others decide.
     *
     * @param entity whose rows, or which links
     * @param shown how many rows the decider was shown; empty for as many as there are
     * @return waives them
     */
    Runnable toWaive(String entity, WaiverChoice choice, Optional<Long> shown, WaiverDesk.Decider decider);

    /** @param waiverId or as much of its beginning as tells it from others */
    void withdraw(String waiverId, WaiverDesk.Decider decider);

    void discard(List<DeadLetterId> letters, String why, String by);
}
