package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;

/**
 * A target and the senders before it, all in one thread: it answers in any order, loses requests and answers, and commits
 * lost requests late, but always within the hold. It outlives the loops that send to it, and watches what they do.
 */
final class SimulatedTarget implements Outlet {

    private final Random random;
    private final Duration hold;
    private final int concurrency;
    private final Set<WriteId> bad;
    private final Map<RowId, Row> rows = new HashMap<>();
    private final Map<RowId, Long> newest = new HashMap<>();
    private final Map<WriteId, Integer> doubted = new HashMap<>();
    private final List<Batch> underway = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private boolean faulty = true;

    /** A row as the target has it. */
    record Row(UUID guid, Map<String, Value> columns) {}

    /** A request whose sender is gone or has lost the answer. */
    private record Late(Action action, RowTask task, Instant until) {}

    /** @param bad writes whose values the target does not accept */
    SimulatedTarget(Random random, Duration hold, int concurrency, Set<WriteId> bad) {
        this.random = random;
        this.hold = hold;
        this.concurrency = concurrency;
        this.bad = bad;
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    @Override
    public int underway() {
        return underway.size();
    }

    @Override
    public void send(Batch batch) {
        Set<RowId> busy = new HashSet<>();
        underway.forEach(
                other -> other.rows().forEach(task -> busy.add(task.write().row())));
        late.forEach(request -> busy.add(request.task().write().row()));
        for (RowTask task : batch.rows()) {
            assertThat(busy.add(task.write().row()))
                    .as("no second request for %s while one may still commit", task.write())
                    .isTrue();
        }
        underway.add(batch);
    }

    void behave() {
        faulty = false;
    }

    Optional<Row> row(RowId row) {
        return Optional.ofNullable(rows.get(row));
    }

    /** Works on some batch under way and answers it. */
    Senders.Sent.Answered answer(Instant now) {
        Batch batch = underway.remove(random.nextInt(underway.size()));
        int fault = faulty ? random.nextInt(10) : 9;
        List<RowResult> results = new ArrayList<>();
        for (RowTask task : batch.rows()) {
            results.add(
                    switch (fault) {
                        case 0 -> lost(batch.action(), task, now);
                        case 1 -> new RowResult.Later("busy");
                        default -> random.nextInt(20) == 0 && faulty ? single(batch, task, now) : done(batch, task);
                    });
        }
        return new Senders.Sent.Answered(batch, results);
    }

    /** The loop is dead, or told to let go of these: what is under way may have been done, or be done yet. */
    List<Senders.Sent.Answered> cutOff(Predicate<RowTask> unwanted, Instant now) {
        List<Senders.Sent.Answered> cut = new ArrayList<>();
        underway.stream()
                .filter(batch -> batch.rows().stream().anyMatch(unwanted))
                .toList()
                .forEach(batch -> {
                    underway.remove(batch);
                    List<RowResult> results = batch.rows().stream()
                            .map(task -> lost(batch.action(), task, now))
                            .toList();
                    cut.add(new Senders.Sent.Answered(batch, results));
                });
        return cut;
    }

    /** Lets late requests commit, any of them before the hold is over and all that are left never. */
    void pass(Instant now) {
        List<Late> all = List.copyOf(late);
        for (Late request : all) {
            if (!request.until().isAfter(now)) {
                late.remove(request);
            } else if (random.nextInt(4) == 0) {
                late.remove(request);
                apply(request.action(), request.task());
            }
        }
    }

    private RowResult lost(Action action, RowTask task, Instant now) {
        switch (random.nextInt(3)) {
            case 0 -> apply(action, task);
            case 1 -> late.add(new Late(action, task, now.plus(hold)));
            default -> {}
        }
        return new RowResult.Lost("no answer");
    }

    private RowResult single(Batch batch, RowTask task, Instant now) {
        boolean doubts = doubted.merge(task.write().id(), 1, Integer::sum) <= 2;
        return doubts ? new RowResult.Doubtful(RejectionReason.REFUSED, "deadlock") : lost(batch.action(), task, now);
    }

    private RowResult done(Batch batch, RowTask task) {
        return apply(batch.action(), task);
    }

    private RowResult apply(Action action, RowTask task) {
        RowId row = task.write().row();
        Row before = rows.get(row);
        if (task.write() instanceof EntityWrite.DeleteRow) {
            return removed(task, before);
        }
        if (bad.contains(task.write().id())) {
            return new RowResult.Refused(RejectionReason.VALUE_TOO_LONG, "name");
        }
        return switch (action) {
            case CREATE -> before == null ? created(task) : doubtful("duplicate key");
            case UPDATE ->
                before != null && before.guid().equals(task.guid().orElseThrow())
                        ? updated(task, before, task.changesSuffice())
                        : doubtful("does not exist");
            case RESOLVE -> before == null ? created(task) : updated(task, before, false);
            case DELETE, PATCH, LINK, READ_OLD -> throw new AssertionError("an upsert goes another way: " + task);
        };
    }

    private RowResult removed(RowTask task, Row before) {
        grow(task);
        rows.remove(task.write().row());
        return before != null || task.merged().inDoubt()
                ? new RowResult.Done(Outcome.Effect.DELETED, Optional.empty())
                : new RowResult.AlreadyDone();
    }

    private RowResult created(RowTask task) {
        grow(task);
        Row row = new Row(new UUID(random.nextLong(), random.nextLong()), columns(task));
        rows.put(task.write().row(), row);
        return new RowResult.Done(Outcome.Effect.CREATED, Optional.of(row.guid()));
    }

    private RowResult updated(RowTask task, Row before, boolean changesOnly) {
        grow(task);
        Map<String, Value> columns = new HashMap<>(before.columns());
        columns(task).forEach((name, value) -> {
            if (!changesOnly || ((EntityWrite.UpsertRow) task.write()).changed().contains(name)) {
                columns.put(name, value);
            }
        });
        rows.put(task.write().row(), new Row(before.guid(), columns));
        return new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(before.guid()));
    }

    private void grow(RowTask task) {
        long before = newest.getOrDefault(task.write().row(), 0L);
        assertThat(task.write().version())
                .as(
                        "no older version overwrites a newer one of %s",
                        task.write().row())
                .isGreaterThanOrEqualTo(before);
        newest.put(task.write().row(), task.write().version());
    }

    private static RowResult doubtful(String why) {
        return new RowResult.Doubtful(RejectionReason.REFUSED, why);
    }

    private static Map<String, Value> columns(RowTask task) {
        return ((EntityWrite.UpsertRow) task.write()).columns();
    }
}
