package org.dataferry.control.replay;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sum of some entities together as the dashboard sees it, to be noted before and after a replay. Empty where nobody has looked. */
public interface EntitySums {

    /** As of the newest look. */
    Optional<Map<String, Long>> newest(Set<String> entities);

    /** As of a look that began after the call; waits for it a bounded time. */
    Optional<Map<String, Long>> next(Set<String> entities) throws InterruptedException;
}
