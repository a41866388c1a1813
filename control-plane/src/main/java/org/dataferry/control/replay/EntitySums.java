package org.dataferry.control.replay;

import java.util.Map;
import java.util.Optional;

/** The sums of entities as the dashboard sees them, to be noted before and after a replay. Empty where nobody has looked. */
public interface EntitySums {

    /** As of the newest look. */
    Optional<Map<String, Long>> newest(String entity);

    /** As of a look that began after the call; waits for it a bounded time. */
    Optional<Map<String, Long>> next(String entity) throws InterruptedException;
}
