package org.dataferry.capture.snapshot;

import java.time.Duration;
import java.util.Map;
import org.dataferry.capture.epoch.LogPoint;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.Removal;
import org.dataferry.capture.source.RemovedRows;
import org.dataferry.capture.source.TableName;

/** Publishes which rows were removed between two tries of a snapshot: a later reading does not find them, and says nothing. */
final class Removals {

    private static final Duration LOG_PATIENCE = Duration.ofMinutes(10);

    private final SnapshotParts parts;
    private final Map<TableName, TablePlan> plans;

    Removals(SnapshotParts parts, Map<TableName, TablePlan> plans) {
        this.parts = parts;
        this.plans = plans;
    }

    /**
     * Returns when they are acknowledged.
     *
     * @return the base of rows that are read at {@code to}: they come after all removals before it, and before those that a
     *     later try finds behind it
     */
    long publish(long from, long to) {
        long base = new RemovedRows(parts.address(), parts.names(), LOG_PATIENCE)
                .read(parts.names().keptSlot(), from, to, this::publish);
        parts.sender().awaitAcknowledged();
        return base;
    }

    private void publish(Removal removal) {
        switch (removal) {
            case Removal.Row row -> row(row);
            case Removal.All(TableName name, Removal.Place place) -> {
                TablePlan plan = plans.get(name);
                if (plan != null) {
                    PublishedTable table = plan.published();
                    parts.changes().complete(table, parts.epochs().truncated(table.name(), point(place)));
                }
            }
        }
    }

    private void row(Removal.Row row) {
        TablePlan plan = plans.get(row.table());
        if (plan != null && !row.keeps(plan.published().key())) {
            PublishedTable table = plan.published();
            parts.changes()
                    .publish(
                            table,
                            plan.source()
                                    .deletion(
                                            row.old(),
                                            row.place().lsn(),
                                            row.place().committedAt()),
                            parts.epochs().position(table.name(), point(row.place())));
            parts.listener().changePublished(table.name());
        }
    }

    private static LogPoint point(Removal.Place place) {
        return new LogPoint(place.base(), place.lsn(), place.ordinal());
    }
}
