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
import java.util.function.Function;
import java.util.function.Predicate;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
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
    private final Set<RowId> missing;
    private final Function<RowId, Map<String, String>> recorded;
    private final Map<RowId, Row> rows = new HashMap<>();
    private final Map<RowId, Map<String, String>> found = new HashMap<>();
    private final Set<RowId> links = new HashSet<>();
    private final Map<RowId, Long> newest = new HashMap<>();
    private final Map<RowId, Long> newestState = new HashMap<>();
    private final Map<WriteId, Integer> doubted = new HashMap<>();
    private final List<Batch> underway = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private boolean faulty = true;

    /** A row as the target has it. */
    record Row(UUID guid, Map<String, Value> columns, Map<String, LookupTarget> lookups, int state) {}

    /** A request whose sender is gone or has lost the answer. */
    private record Late(Action action, RowTask task, Instant until) {}

    /**
     * @param bad writes whose values the target does not accept, and deletes of rows that others name
     * @param missing rows that are named and not there
     * @param recorded the old values of a row that are in the log
     */
    SimulatedTarget(
            Random random,
            Duration hold,
            int concurrency,
            Set<WriteId> bad,
            Set<RowId> missing,
            Function<RowId, Map<String, String>> recorded) {
        this.missing = missing;
        this.recorded = recorded;
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

    /** A row that was there before Ferry. */
    Row has(RowId row) {
        Map<String, Value> columns = new HashMap<>();
        History.COLUMNS.forEach(column -> columns.put(column, Value.text("old " + column)));
        Row old = new Row(new UUID(random.nextLong(), random.nextLong()), columns, Map.of(), 0);
        rows.put(row, old);
        found.put(row, values(old));
        return old;
    }

    boolean isLinked(RowId link) {
        return links.contains(link);
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
        return switch (doubted.merge(task.write().id(), 1, Integer::sum)) {
            case 1 -> new RowResult.RolledBack(RejectionReason.TARGET_BUSY, "deadlock");
            case 2 -> new RowResult.Doubtful(RejectionReason.REFUSED, "not as it was");
            default -> lost(batch.action(), task, now);
        };
    }

    private RowResult done(Batch batch, RowTask task) {
        return apply(batch.action(), task);
    }

    private RowResult apply(Action action, RowTask task) {
        Row before = rows.get(task.write().row());
        if (action == Action.READ_OLD) {
            return before == null
                    ? new RowResult.OldValues(Optional.empty(), Map.of())
                    : new RowResult.OldValues(Optional.of(before.guid()), values(before));
        }
        return switch (task.write()) {
            case EntityWrite.UpsertRow upsert -> found(action, before, upserted(action, task, upsert, before));
            case EntityWrite.DeleteRow delete -> removed(task, before);
            case EntityWrite.PatchLookup patch -> patched(task, patch, before);
            case EntityWrite.SetState state -> stated(task, state, before);
            case EntityWrite.SetFile file -> throw new IllegalStateException("no history has files: " + file.id());
            case EntityWrite.Link link -> linked(task, link);
            case EntityWrite.Unlink unlink -> unlinked(task);
        };
    }

    /** Who looks for a row and finds it tells so, also where the write itself comes to nothing. */
    private static RowResult found(Action action, Row before, RowResult result) {
        boolean isNothing = result instanceof RowResult.Refused || result instanceof RowResult.Missing;
        return action == Action.RESOLVE && before != null && isNothing
                ? new RowResult.Found(before.guid(), result)
                : result;
    }

    private RowResult upserted(Action action, RowTask task, EntityWrite.UpsertRow upsert, Row before) {
        boolean changesOnly = action == Action.UPDATE && task.changesSuffice();
        if (bad.contains(upsert.id())) {
            return new RowResult.Refused(RejectionReason.VALUE_TOO_LONG, "name");
        }
        Map<String, LookupTarget> lookups = new HashMap<>(upsert.lookups());
        lookups.keySet().removeIf(column -> changesOnly && !upsert.changed().contains(column));
        for (LookupTarget target : lookups.values()) {
            if (target instanceof LookupTarget.ByGuid named && missing.contains(named.row())) {
                return new RowResult.Missing(named.row(), Optional.of(named.guid()));
            }
        }
        return switch (action) {
            case CREATE -> before == null ? created(task, upsert) : doubtful("duplicate key");
            case UPDATE ->
                before != null && before.guid().equals(task.guid().orElseThrow())
                        ? updated(task, upsert, before, lookups, changesOnly)
                        : doubtful("does not exist");
            case RESOLVE -> before == null ? created(task, upsert) : updated(task, upsert, before, lookups, false);
            case DELETE, PATCH, FILE, LINK, READ_OLD -> throw new AssertionError("an upsert goes another way: " + task);
        };
    }

    private RowResult removed(RowTask task, Row before) {
        if (before != null && bad.contains(task.write().id())) {
            return new RowResult.StillNamed();
        }
        grow(task);
        if (before != null) {
            overwrite(task.write().row(), values(before).keySet());
            found.remove(task.write().row());
        }
        rows.remove(task.write().row());
        return before != null || task.merged().inDoubt()
                ? new RowResult.Done(Outcome.Effect.DELETED, Optional.empty())
                : new RowResult.AlreadyDone();
    }

    private RowResult patched(RowTask task, EntityWrite.PatchLookup patch, Row before) {
        if (before == null) {
            return new RowResult.Missing(patch.row(), task.guid());
        }
        if (patch.target() instanceof LookupTarget.ByGuid named && missing.contains(named.row())) {
            return new RowResult.Missing(named.row(), Optional.of(named.guid()));
        }
        grow(task);
        overwrite(patch.row(), Set.of(patch.column()));
        Map<String, LookupTarget> lookups = new HashMap<>(before.lookups());
        lookups.put(patch.column(), patch.target());
        rows.put(patch.row(), new Row(before.guid(), before.columns(), lookups, before.state()));
        return new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(before.guid()));
    }

    private RowResult stated(RowTask task, EntityWrite.SetState state, Row before) {
        if (before == null) {
            return new RowResult.Missing(state.row(), task.guid());
        }
        grow(task, newestState);
        overwrite(state.row(), Set.of("statecode"));
        rows.put(state.row(), new Row(before.guid(), before.columns(), before.lookups(), state.status()));
        return new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(before.guid()));
    }

    private RowResult linked(RowTask task, EntityWrite.Link link) {
        if (link.to() instanceof LookupTarget.ByGuid named && missing.contains(named.row())) {
            return new RowResult.Missing(named.row(), Optional.of(named.guid()));
        }
        grow(task);
        return links.add(link.row()) || task.merged().inDoubt()
                ? new RowResult.Done(Outcome.Effect.LINKED, Optional.empty())
                : new RowResult.AlreadyDone();
    }

    private RowResult unlinked(RowTask task) {
        grow(task);
        return links.remove(task.write().row()) || task.merged().inDoubt()
                ? new RowResult.Done(Outcome.Effect.UNLINKED, Optional.empty())
                : new RowResult.AlreadyDone();
    }

    private RowResult created(RowTask task, EntityWrite.UpsertRow upsert) {
        grow(task);
        UUID guid = new UUID(random.nextLong(), random.nextLong());
        rows.put(upsert.row(), new Row(guid, upsert.columns(), upsert.lookups(), 0));
        return new RowResult.Done(Outcome.Effect.CREATED, Optional.of(guid));
    }

    private RowResult updated(
            RowTask task,
            EntityWrite.UpsertRow upsert,
            Row before,
            Map<String, LookupTarget> sent,
            boolean changesOnly) {
        grow(task);
        Map<String, Value> columns = new HashMap<>(before.columns());
        upsert.columns().forEach((name, value) -> {
            if (!changesOnly || upsert.changed().contains(name)) {
                columns.put(name, value);
                overwrite(upsert.row(), Set.of(name));
            }
        });
        Map<String, LookupTarget> lookups = new HashMap<>(before.lookups());
        lookups.putAll(sent);
        overwrite(upsert.row(), sent.keySet());
        rows.put(upsert.row(), new Row(before.guid(), columns, lookups, before.state()));
        return new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(before.guid()));
    }

    private void overwrite(RowId row, Set<String> columns) {
        Map<String, String> old = found.getOrDefault(row, Map.of());
        for (String column : columns) {
            if (old.containsKey(column)) {
                assertThat(recorded.apply(row))
                        .as("the old value of %s in %s is in the log before it is overwritten", column, row)
                        .containsEntry(column, old.get(column));
            }
        }
    }

    private static Map<String, String> values(Row row) {
        Map<String, String> values = new HashMap<>();
        row.columns().forEach((column, value) -> values.put(column, value.toString()));
        values.put(
                History.LOOKUP,
                row.lookups().getOrDefault(History.LOOKUP, LookupTarget.NONE).toString());
        values.put("statecode", Integer.toString(row.state()));
        return values;
    }

    private void grow(RowTask task) {
        grow(task, newest);
    }

    private static void grow(RowTask task, Map<RowId, Long> newest) {
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
}
