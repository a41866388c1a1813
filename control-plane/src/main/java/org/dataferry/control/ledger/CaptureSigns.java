package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.jspecify.annotations.Nullable;

/**
 * The signs of life that capture gives of each source: what it has written, heartbeats above all. Of several sources the one
 * that is furthest behind says how far all are.
 */
public final class CaptureSigns {

    private final Map<String, OfSource> bySource = new HashMap<>();
    private FenceEvent.@Nullable Reached newest;

    private static final class OfSource {
        private final HeartbeatTrail trail = new HeartbeatTrail();
        private @Nullable Instant heartbeat;
        private @Nullable Instant heard;
        private long records;

        private void heard(Instant at) {
            records++;
            heard = later(heard, at);
        }
    }

    CaptureSigns() {}

    /** The sources of these tables. */
    public static Set<String> sourcesOf(Map<String, Set<SourceTable>> tablesByEntity) {
        return tablesByEntity.values().stream()
                .flatMap(Set::stream)
                .map(SourceTable::source)
                .collect(Collectors.toSet());
    }

    /** @param at when capture wrote it */
    void captured(SourceTable table, Instant at) {
        of(table.source()).heard(at);
    }

    /** @param at when capture wrote it */
    void reached(FenceEvent.Reached heartbeat, Instant at) {
        newest = heartbeat;
        OfSource source = of(heartbeat.source());
        source.trail.reached(heartbeat);
        source.heartbeat = later(source.heartbeat, at);
        source.heard(at);
    }

    /** @param committed up to where transform has read, by topic and partition */
    void passed(Map<String, Map<Integer, Long>> committed) {
        bySource.values().forEach(source -> source.trail.passed(committed));
    }

    /**
     * The moment up to which all is announced that these sources had committed, as far as heartbeats tell; empty while there is
     * none of one of them.
     */
    public Optional<Instant> announcedUpTo(Collection<String> sources) {
        return earliest(sources, source -> source.trail.announcedUpTo());
    }

    /**
     * When capture wrote a heartbeat for the last time, by its clock, of the source that it wrote none of for longest; empty while
     * there is none of one. It writes none before the first load of a source is read.
     */
    public Optional<Instant> lastHeartbeat(Collection<String> sources) {
        return earliest(sources, source -> Optional.ofNullable(source.heartbeat));
    }

    /** The same of whatever it wrote. */
    public Optional<Instant> heard(Collection<String> sources) {
        return earliest(sources, source -> Optional.ofNullable(source.heard));
    }

    /** How many records of a source were read by now, heartbeats included. */
    public long records(String source) {
        return of(source).records;
    }

    /** The last heartbeat that capture has reached, of whichever source. */
    public Optional<FenceEvent.Reached> newest() {
        return Optional.ofNullable(newest);
    }

    /** The last heartbeat that transform has passed, of whichever source. */
    public Optional<FenceEvent.Reached> lastPassed() {
        return bySource.values().stream()
                .flatMap(source -> source.trail.lastPassed().stream())
                .max(Comparator.comparing(FenceEvent.Reached::committedAt));
    }

    private OfSource of(String source) {
        return bySource.computeIfAbsent(source, first -> new OfSource());
    }

    private Optional<Instant> earliest(Collection<String> sources, Function<OfSource, Optional<Instant>> moment) {
        Optional<Instant> earliest = Optional.empty();
        for (String source : sources) {
            Optional<Instant> at = moment.apply(of(source));
            if (at.isEmpty()) {
                return Optional.empty();
            }
            earliest = earliest.filter(before -> before.isBefore(at.get())).or(() -> at);
        }
        return earliest;
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }
}
