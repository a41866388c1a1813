package org.dataferry.control.run;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.control.source.Sources;
import org.dataferry.schemas.fence.FenceEvent;

/**
 * A fence at each source, set one right after the other, which together are one: it is reached when all are.
 *
 * @param bySource one of each source; the first one names the whole
 */
record FenceIds(Map<String, String> bySource) {

    /** Those that are known by now. */
    interface Known {

        /** @param source that has to have told it: where two sources are one database, both hear the fences of both */
        Optional<FenceEvent.Reached> fence(String source, String id);
    }

    FenceIds {
        bySource = Collections.unmodifiableMap(new LinkedHashMap<>(bySource));
    }

    /** Sets them, each behind all that its source has committed by now. */
    static FenceIds set(Sources sources) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String source : sources.names().sources()) {
            String id = UUID.randomUUID().toString();
            sources.of(source).fence(id);
            ids.put(source, id);
        }
        return new FenceIds(ids);
    }

    String name() {
        return bySource.values().iterator().next();
    }

    /** Those that are reached, by source. */
    Map<String, FenceEvent.Reached> found(Known known) {
        Map<String, FenceEvent.Reached> found = new LinkedHashMap<>();
        bySource.forEach((source, id) -> known.fence(source, id).ifPresent(reached -> found.put(source, reached)));
        return found;
    }

    /** All as one, of the moment of the earliest; empty while one is not reached. */
    Optional<FenceEvent.Reached> reached(Known known) {
        Map<String, FenceEvent.Reached> found = found(known);
        return found.size() < bySource.size() ? Optional.empty() : Optional.of(asOne(found.values()));
    }

    private static FenceEvent.Reached asOne(Collection<FenceEvent.Reached> all) {
        FenceEvent.Reached first = all.iterator().next();
        Map<String, FenceEvent.PartitionOffsets> ends = new HashMap<>();
        all.forEach(one -> ends.putAll(one.changeOffsets()));
        Instant earliest = all.stream()
                .map(FenceEvent.Reached::committedAt)
                .min(Instant::compareTo)
                .orElseThrow();
        return new FenceEvent.Reached(first.fenceId(), first.kind(), first.source(), earliest, ends);
    }
}
