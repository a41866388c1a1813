package org.dataferry.emulator.jobs;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/** What is told of bulk deletes: each one's state in a row of {@code asyncoperation}, its counts in one of {@code bulkdeleteoperation}. */
final class JobRows {
    private static final int BULK_DELETE = 13;
    private static final int COMPLETED = 3;

    enum State {
        Waiting(0, 0),
        InProgress(2, 20),
        Succeeded(COMPLETED, 30),
        Failed(COMPLETED, 31);

        private final int state;
        private final int status;

        State(int state, int status) {
            this.state = state;
            this.status = status;
        }
    }

    private final RowStore store;
    private final Clock clock;

    JobRows(RowStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    static boolean unfinished(Table jobs, Row job) {
        return Objects.equals(BULK_DELETE, job.get(jobs.requiredColumn("operationtype")))
                && !Objects.equals(COMPLETED, job.get(jobs.requiredColumn("statecode")));
    }

    /** @param due when it is to start */
    void create(WriteUnit unit, UUID id, UUID operationId, String name, String queries, Instant due, UUID user) {
        Table jobs = unit.catalog().requiredTable("asyncoperation");
        Row job = Row.of(jobs, id);
        set(jobs, job, "name", name);
        set(jobs, job, "operationtype", BULK_DELETE);
        set(jobs, job, "data", queries);
        set(jobs, job, "postponeuntil", due.isAfter(clock.instant()) ? due : null);
        put(unit, jobs, job, user);
        Table operations = unit.catalog().requiredTable("bulkdeleteoperation");
        Row operation = Row.of(operations, operationId);
        set(operations, operation, "name", name);
        set(operations, operation, "successcount", 0);
        set(operations, operation, "failurecount", 0);
        set(operations, operation, "asyncoperationid", new Reference(jobs.number(), id));
        put(unit, operations, operation, user);
    }

    private void put(WriteUnit unit, Table table, Row row, UUID user) {
        Reference owner =
                new Reference(unit.catalog().requiredTable("systemuser").number(), user);
        Instant now = clock.instant();
        for (String name : List.of("createdon", "modifiedon")) {
            set(table, row, name, now.truncatedTo(ChronoUnit.SECONDS));
        }
        for (String name : List.of("ownerid", "owninguser", "createdby", "modifiedby")) {
            set(table, row, name, owner);
        }
        set(table, row, "statecode", State.Waiting.state);
        set(table, row, "statuscode", State.Waiting.status);
        unit.put(table, null, row);
    }

    static boolean count(WriteUnit unit, UUID job, String column, int more) {
        Table jobs = unit.catalog().requiredTable("asyncoperation");
        Table operations = unit.catalog().requiredTable("bulkdeleteoperation");
        Column counted = operations.requiredColumn(column);
        for (UUID id : unit.referencing(
                new Reference(jobs.number(), job), operations, operations.requiredColumn("asyncoperationid"))) {
            Row before = Objects.requireNonNull(unit.row(operations, id));
            Row row = before.copy();
            row.set(counted, more + (row.get(counted) instanceof Integer number ? number : 0));
            unit.put(operations, before, row);
        }
        return true;
    }

    /** Returns the job's row, or null if somebody deleted it. */
    @Nullable Row change(UUID id, State state, String moment, @Nullable String message) {
        return store.write(unit -> {
            Table jobs = unit.catalog().requiredTable("asyncoperation");
            Row job = change(unit, jobs, id, state);
            if (job != null) {
                Row dated = job.copy();
                set(jobs, dated, moment, clock.instant());
                set(jobs, dated, "message", message);
                unit.put(jobs, job, dated);
                Table operations = unit.catalog().requiredTable("bulkdeleteoperation");
                unit.referencing(
                                new Reference(jobs.number(), id),
                                operations,
                                operations.requiredColumn("asyncoperationid"))
                        .forEach(operation -> change(unit, operations, operation, state));
            }
            return job;
        });
    }

    private static @Nullable Row change(WriteUnit unit, Table table, UUID id, State state) {
        Row before = unit.row(table, id);
        if (before == null) {
            return null;
        }
        Row row = before.copy();
        set(table, row, "statecode", state.state);
        set(table, row, "statuscode", state.status);
        unit.put(table, before, row);
        return row;
    }

    private static void set(Table table, Row row, String name, @Nullable Object value) {
        row.set(table.requiredColumn(name), value);
    }
}
