package org.dataferry.control.run;

import java.util.Optional;
import org.dataferry.schemas.fence.FenceEvent;

/** What a run or a rebuild has to pass to be caught up, once it is known where in the log that is. */
interface Mark {

    /** Looks without waiting; to be asked until it is known. */
    Optional<FenceEvent.Reached> look();

    /** Whether everything that the source had committed when it was set is before it; else what the log had by then. */
    boolean isOfSource();
}
