package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/**
 * The sum of a migration: what was captured, what was announced, and what became of it.
 *
 * <p>Announcements and outcomes are counted from different topics, so the sum can fail, and a failure means that
 * something was lost. It is fed in any order across topics; within a partition in the order of the log.
 */
public final class MigrationLedger {

    private final Map<SourceTable, TableCount> tables = new HashMap<>();
    private final Map<String, Map<Fingerprint, Entry>> writesByEntity = new TreeMap<>();
    private final Map<String, Set<Fingerprint>> rowsByEntity = new HashMap<>();
    private long changesRead;
    private long fannedOut;

    private static final class TableCount {
        private final Map<String, SourcePosition> lastByKey = new HashMap<>();
        private long captured;
        private long redelivered;
    }

    /** @param announcedAt when its change was captured; null if it has an outcome without an announcement */
    private record Entry(boolean announced, Instant announcedAt, WriteStatus status) {}

    /** A row change as it stands in a topic of changes. */
    public void captured(SourceTable table, String key, SourcePosition position) {
        TableCount count = tables.computeIfAbsent(table, first -> new TableCount());
        changesRead++;
        SourcePosition last = count.lastByKey.get(key);
        if (last != null && position.compareTo(last) <= 0) {
            count.redelivered++;
        } else {
            count.captured++;
            count.lastByKey.put(key, position);
        }
    }

    public void announced(FanOut fanOut, Instant at) {
        switch (fanOut) {
            case FanOut.Announced(var change, List<WriteId> writes) -> {
                fannedOut++;
                writes.forEach(write -> announced(write, at));
            }
            case FanOut.Redelivered ignored -> fannedOut++;
            case FanOut.Reannounced(var change, var cause, List<WriteId> writes) ->
                writes.forEach(write -> announced(write, at));
        }
    }

    public void recorded(RecordedOutcome outcome) {
        WriteStatus status = WriteStatus.of(outcome.outcome());
        writes(outcome.write())
                .merge(
                        Fingerprint.of(outcome.write().text()),
                        new Entry(false, Instant.MAX, status),
                        (before, now) -> new Entry(before.announced, before.announcedAt, status));
    }

    public void identified(RowId row, Identity identity) {
        Set<Fingerprint> rows = rowsByEntity.computeIfAbsent(row.entity(), first -> new HashSet<>());
        switch (identity) {
            case Identity.Present ignored -> rows.add(Fingerprint.of(row.text()));
            case Identity.Deleted ignored -> rows.remove(Fingerprint.of(row.text()));
            case Identity.Gone ignored -> rows.remove(Fingerprint.of(row.text()));
            case Identity.Parked ignored -> rows.remove(Fingerprint.of(row.text()));
            case Identity.Rejected ignored -> rows.remove(Fingerprint.of(row.text()));
        }
    }

    /** @param tablesByEntity which tables each entity is made of; entities without any write are listed too */
    public List<EntityStatus> sums(Map<String, Set<SourceTable>> tablesByEntity) {
        Set<String> entities = new HashSet<>(tablesByEntity.keySet());
        entities.addAll(writesByEntity.keySet());
        List<EntityStatus> sums = new ArrayList<>();
        entities.stream()
                .sorted()
                .forEach(entity -> sums.add(sum(entity, tablesByEntity.getOrDefault(entity, Set.of()))));
        return sums;
    }

    /** Changes and writes on their way: captured without a fan-out yet, and announced without an outcome. */
    public long changesUnderway() {
        long inFlight =
                entries().filter(entry -> entry.status == WriteStatus.IN_FLIGHT).count();
        return Math.max(0, changesRead - fannedOut) + inFlight;
    }

    /** When the oldest write without an outcome was captured. */
    public Optional<Instant> oldestInFlight() {
        return entries()
                .filter(entry -> entry.status == WriteStatus.IN_FLIGHT)
                .map(Entry::announcedAt)
                .min(Instant::compareTo);
    }

    /** Outcomes of writes that nobody announced: never, if nothing is lost. Settled once the log was read to its end. */
    public long unannounced() {
        return entries().filter(entry -> !entry.announced).count();
    }

    private void announced(WriteId write, Instant at) {
        writes(write)
                .merge(
                        Fingerprint.of(write.text()),
                        new Entry(true, at, WriteStatus.IN_FLIGHT),
                        (before, now) -> new Entry(true, at, before.status));
    }

    private Map<Fingerprint, Entry> writes(WriteId write) {
        return writesByEntity.computeIfAbsent(write.row().entity(), first -> new HashMap<>());
    }

    private java.util.stream.Stream<Entry> entries() {
        return writesByEntity.values().stream().flatMap(writes -> writes.values().stream());
    }

    private EntityStatus sum(String entity, Set<SourceTable> madeOf) {
        long captured = 0;
        long redelivered = 0;
        for (SourceTable table : madeOf) {
            TableCount count = tables.get(table);
            captured += count == null ? 0 : count.captured;
            redelivered += count == null ? 0 : count.redelivered;
        }
        Map<Fingerprint, Entry> writes = writesByEntity.getOrDefault(entity, Map.of());
        long[] byStatus = new long[WriteStatus.values().length];
        long announced = 0;
        for (Entry entry : writes.values()) {
            announced += entry.announced ? 1 : 0;
            byStatus[entry.status.ordinal()]++;
        }
        return new EntityStatus(
                entity,
                captured,
                redelivered,
                announced,
                byStatus[WriteStatus.APPLIED.ordinal()],
                byStatus[WriteStatus.ALREADY_APPLIED.ordinal()],
                byStatus[WriteStatus.SKIPPED.ordinal()],
                byStatus[WriteStatus.PARKED.ordinal()],
                byStatus[WriteStatus.DEFERRED.ordinal()],
                byStatus[WriteStatus.BOUNCED.ordinal()],
                byStatus[WriteStatus.REJECTED.ordinal()],
                byStatus[WriteStatus.IN_FLIGHT.ordinal()],
                rowsByEntity.getOrDefault(entity, Set.of()).size());
    }
}
