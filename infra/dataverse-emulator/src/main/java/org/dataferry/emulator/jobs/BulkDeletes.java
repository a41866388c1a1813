package org.dataferry.emulator.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.MatchingRows;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Privilege;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.RowDeleter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BulkDelete: a job that deletes the rows of some queries that were there when it started, one after another and without rollback. Its state
 * is a row of {@code asyncoperation}, its counts one of {@code bulkdeleteoperation}. A job that the end of the process cut off goes on at the
 * next start.
 *
 * <p>Source: Microsoft's page "Delete data in bulk" and its reference of the action BulkDelete.
 */
public final class BulkDeletes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkDeletes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Rows per unit of work; small, so that a job never keeps other writers waiting for long. */
    private static final int ROWS_AT_ONCE = 50;
    /** Long enough for a unit of work that is under way. */
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final RowStore store;
    private final Clock clock;
    private final JobRows rows;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("bulk-delete").daemon().factory());

    public BulkDeletes(RowStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        rows = new JobRows(store, clock);
        // Whatever has not begun is taken up at the next start.
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Takes up what the end of the process cut off. */
    public void resume() {
        try (ReadView view = store.read()) {
            Table table = view.catalog().requiredTable("asyncoperation");
            view.scan(table, null, job -> {
                if (JobRows.unfinished(table, job)) {
                    schedule(job.id(), Duration.ZERO);
                }
                return true;
            });
        }
    }

    /** Makes the job; it starts once the unit of work is committed. */
    public UUID create(WriteUnit unit, ApiRequest request, UUID id, UUID operationId, JsonNode body) {
        Access access = Access.of(unit, request);
        access.require(Privilege.BULK_DELETE);
        if (!body.path("RecurrencePattern").asText("").isEmpty()) {
            throw Refusals.notEmulated("bulk deletes that recur");
        }
        if (body.path("QuerySet").isEmpty()) {
            throw Refusals.badPayload("The parameter 'QuerySet' is missing or is not a list of QueryExpressions.");
        }
        for (JsonNode query : body.path("QuerySet")) {
            QueryExpression read = QueryExpression.read(unit.catalog(), query);
            Table table = unit.catalog().requiredTable(read.table());
            access.require(Right.Delete, table);
            MatchingRows.of(unit, table, read.filter());
        }
        Instant due = start(body.path("StartDateTime").asText(""));
        String name = body.path("JobName").asText("Bulk Delete");
        rows.create(
                unit,
                id,
                operationId,
                name,
                body.path("QuerySet").toString(),
                due,
                access.caller().id());
        return id;
    }

    private Instant start(String text) {
        try {
            return text.isEmpty() ? clock.instant() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Refusals.badPayload("The parameter 'StartDateTime' is no date and time: " + text + ".");
        }
    }

    /** Once its rows are committed. */
    public void started(UUID id) {
        try (ReadView view = store.read()) {
            Table table = view.catalog().requiredTable("asyncoperation");
            Row job = view.row(table, id);
            Object due = job == null ? null : job.get(table.requiredColumn("postponeuntil"));
            schedule(id, due instanceof Instant instant ? Duration.between(clock.instant(), instant) : Duration.ZERO);
        }
    }

    private void schedule(UUID id, Duration wait) {
        executor.schedule(() -> run(id), Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void run(UUID id) {
        try {
            Row job = rows.change(id, JobRows.State.InProgress, "startedon", null);
            if (job != null) {
                if (delete(id, job)) {
                    rows.change(id, JobRows.State.Succeeded, "completedon", null);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("A bulk delete failed job={}", id, e);
            rows.change(id, JobRows.State.Failed, "completedon", e.getMessage());
        }
    }

    /** Returns false if the server stops in between; the job goes on at its next start. */
    private boolean delete(UUID id, Row job) {
        Table jobs = store.catalog().requiredTable("asyncoperation");
        UUID owner = job.get(jobs.requiredColumn("ownerid")) instanceof Reference reference ? reference.id() : id;
        Object created = job.get(jobs.requiredColumn("createdon"));
        for (JsonNode query : queries(String.valueOf(job.get(jobs.requiredColumn("data"))))) {
            QueryExpression expression = QueryExpression.read(store.catalog(), query);
            Table table = store.catalog().requiredTable(expression.table());
            Column createdOn = table.column("createdon");
            List<UUID> found = new ArrayList<>(ROWS_AT_ONCE);
            try (ReadView view = store.read()) {
                Predicate<Row> condition = MatchingRows.of(view, table, expression.filter());
                view.scan(table, null, row -> {
                    boolean older = createdOn == null
                            || !(row.get(createdOn) instanceof Instant moment)
                            || !(created instanceof Instant limit)
                            || !moment.isAfter(limit);
                    if (older && condition.test(row)) {
                        found.add(row.id());
                    }
                    if (found.size() == ROWS_AT_ONCE) {
                        deleteAll(id, owner, table, found);
                        found.clear();
                    }
                    return !executor.isShutdown();
                });
            }
            deleteAll(id, owner, table, found);
        }
        return !executor.isShutdown();
    }

    /** In one unit of work while nothing is refused, else row by row, so that the others go. */
    private void deleteAll(UUID job, UUID owner, Table table, List<UUID> rows) {
        try {
            deleteTogether(job, owner, table, rows);
        } catch (Refusal together) {
            for (UUID row : rows) {
                try {
                    deleteTogether(job, owner, table, List.of(row));
                } catch (Refusal refusal) {
                    LOG.info("A bulk delete leaves a row job={} row={} reason={}", job, row, refusal.getMessage());
                    store.write(unit -> JobRows.count(unit, job, "failurecount", 1));
                }
            }
        }
    }

    private void deleteTogether(UUID job, UUID owner, Table table, List<UUID> rows) {
        ApiRequest asOwner = new ApiRequest("", "DELETE", "", "", Map.of(), new byte[0], owner);
        store.write(unit -> {
            Access access = Access.of(unit, asOwner);
            RowDeleter deleter = new RowDeleter(unit);
            int deleted = 0;
            for (UUID id : rows) {
                Row row = unit.row(table, id);
                if (row != null) {
                    access.require(Right.Delete, table, row);
                    deleter.delete(table, row);
                    deleted++;
                }
            }
            return JobRows.count(unit, job, "successcount", deleted);
        });
    }

    private static JsonNode queries(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new EmulatorException("Cannot read the queries of a bulk delete: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
