package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.client.rows.RowUpdate;
import org.dataferry.sink.client.rows.RowUpsert;

/**
 * Sends one batch and tells what became of each of its rows. Blocks while the lane waits for the environment; safe for
 * any thread.
 *
 * <p>Bulk requests on standard tables are all or nothing and do not say which row failed (Microsoft, "Use bulk operation
 * messages"): a refused one is halved until the rows at fault are alone, so that healthy ones are not held up.
 */
public final class BatchSender {

    private final Lane lane;
    private final Map<String, EntitySet> entitySets;
    private final String keyColumn;
    private final RowBodies bodies;

    /** @param entitySets by logical name of the entity */
    public BatchSender(Lane lane, Map<String, EntitySet> entitySets, String keyColumn, String idColumn) {
        this.lane = lane;
        this.entitySets = Map.copyOf(entitySets);
        this.keyColumn = keyColumn;
        this.bodies = new RowBodies(keyColumn, idColumn);
    }

    /** One result per row, in their order. */
    public List<RowResult> send(Batch batch) throws InterruptedException {
        EntitySet set = entitySets.get(batch.entity());
        return switch (batch.action()) {
            case CREATE -> create(set, batch.rows());
            case UPDATE -> update(set, batch.rows());
            case DELETE -> delete(set, batch.rows());
            case RESOLVE -> resolve(set, batch.rows());
        };
    }

    private List<RowResult> create(EntitySet set, List<RowTask> rows) throws InterruptedException {
        var created = rows.stream().map(row -> bodies.forCreate(upsert(row))).toList();
        return switch (lane.writer().createMultiple(set, created)) {
            case Answer.Succeeded<List<UUID>>(List<UUID> ids) ->
                ids.stream().map(id -> done(Outcome.Effect.CREATED, id)).toList();
            // Rows of an earlier run are there already: one look by key is cheaper than halving down to each.
            case Answer.Failed<List<UUID>>(Failure.Refused(var error))
            when error.kind() == ErrorKind.DUPLICATE -> all(rows, new RowResult.Unknown(false, error.describe()));
            case Answer.Failed<List<UUID>>(Failure failure) -> failed(rows, failure, half -> create(set, half));
        };
    }

    private List<RowResult> update(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowUpdate> updates = new ArrayList<>(rows.size());
        for (RowTask row : rows) {
            updates.add(new RowUpdate(guid(row), bodies.forUpdate(upsert(row), row.changesSuffice())));
        }
        return switch (lane.writer().updateMultiple(set, updates)) {
            case Answer.Succeeded<Done> ignored ->
                rows.stream()
                        .map(row -> done(Outcome.Effect.UPDATED, guid(row)))
                        .toList();
            case Answer.Failed<Done>(Failure failure) -> failed(rows, failure, half -> update(set, half));
        };
    }

    /** By GUID where it is known, else by key. That a row is gone already is what was wanted. */
    private List<RowResult> delete(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowAddress> addresses = rows.stream()
                .map(row -> row.guid().<RowAddress>map(RowAddress.ById::new).orElseGet(() -> byKey(row)))
                .toList();
        return switch (lane.batch().delete(set, addresses)) {
            case Answer.Succeeded<List<Answer<Reply>>>(List<Answer<Reply>> answers) -> {
                List<RowResult> results = new ArrayList<>(rows.size());
                for (int i = 0; i < rows.size(); i++) {
                    results.add(deleted(rows.get(i), answers.get(i)));
                }
                yield results;
            }
            case Answer.Failed<List<Answer<Reply>>>(Failure failure) ->
                failed(rows, failure, half -> delete(set, half));
        };
    }

    private static RowResult deleted(RowTask row, Answer<Reply> answer) {
        return switch (answer) {
            case Answer.Succeeded<Reply> ignored -> new RowResult.Done(Outcome.Effect.DELETED, Optional.empty());
            case Answer.Failed<Reply>(Failure.Refused(var error))
            when error.kind() == ErrorKind.MISSING_ROW ->
                // In doubt it was we who removed it, by the request whose answer was lost.
                row.merged().inDoubt()
                        ? new RowResult.Done(Outcome.Effect.DELETED, Optional.empty())
                        : new RowResult.AlreadyDone();
            case Answer.Failed<Reply>(Failure failure) -> single(failure);
        };
    }

    /** Finds out which rows are there, brings those up to date, and upserts the others under their key. */
    private List<RowResult> resolve(EntitySet set, List<RowTask> rows) throws InterruptedException {
        Map<String, UUID> found;
        switch (find(set, rows)) {
            case Answer.Succeeded<Map<String, UUID>>(Map<String, UUID> ids) -> found = ids;
            case Answer.Failed<Map<String, UUID>>(Failure failure) -> {
                return failed(rows, failure, half -> resolve(set, half));
            }
        }
        Map<Boolean, List<RowTask>> byPresence = new HashMap<>();
        for (RowTask row : rows) {
            Optional<UUID> guid = Optional.ofNullable(found.get(row.key().value()));
            // The whole image: which version the target has is not known.
            RowTask known = new RowTask(row.merged(), guid, 0);
            byPresence
                    .computeIfAbsent(guid.isPresent(), first -> new ArrayList<>())
                    .add(known);
        }
        Map<RowTask, RowResult> results = new HashMap<>();
        settle(set, byPresence.getOrDefault(true, List.of()), this::update, results);
        settle(set, byPresence.getOrDefault(false, List.of()), this::upsertByKey, results);
        return rows.stream()
                .map(row -> results.get(new RowTask(
                        row.merged(), Optional.ofNullable(found.get(row.key().value())), 0)))
                .map(result -> result)
                .toList();
    }

    private void settle(EntitySet set, List<RowTask> rows, Step upserts, Map<RowTask, RowResult> results)
            throws InterruptedException {
        List<RowTask> removed = rows.stream()
                .filter(row -> row.write() instanceof EntityWrite.DeleteRow)
                .toList();
        List<RowTask> kept = rows.stream()
                .filter(row -> row.write() instanceof EntityWrite.UpsertRow)
                .toList();
        collect(removed, removed.isEmpty() ? List.of() : delete(set, removed), results);
        collect(kept, kept.isEmpty() ? List.of() : upserts.apply(set, kept), results);
    }

    private List<RowResult> upsertByKey(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowUpsert> upserts = rows.stream()
                .map(row -> new RowUpsert(byKey(row), bodies.forUpsert(upsert(row))))
                .toList();
        return switch (lane.writer().upsertMultiple(set, upserts)) {
            case Answer.Succeeded<Done> ignored -> upserted(set, rows);
            // It was not there a moment ago, and our own key cannot be taken by another row: a key of the business is.
            case Answer.Failed<Done>(Failure.Refused(var error))
            when error.kind() == ErrorKind.DUPLICATE && rows.size() == 1 ->
                List.of(Refusals.refused(RejectionReason.DUPLICATE_VALUE, error));
            case Answer.Failed<Done>(Failure failure) -> failed(rows, failure, half -> upsertByKey(set, half));
        };
    }

    /** UpsertMultiple tells no ids; they are asked for by key. */
    private List<RowResult> upserted(EntitySet set, List<RowTask> rows) throws InterruptedException {
        return switch (find(set, rows)) {
            case Answer.Succeeded<Map<String, UUID>>(Map<String, UUID> ids) ->
                rows.stream()
                        .map(row -> new RowResult.Done(
                                Outcome.Effect.CREATED,
                                Optional.ofNullable(ids.get(row.key().value()))))
                        .map(RowResult.class::cast)
                        .toList();
            case Answer.Failed<Map<String, UUID>>(Failure failure) ->
                all(rows, new RowResult.Unknown(false, failure.describe()));
        };
    }

    private Answer<Map<String, UUID>> find(EntitySet set, List<RowTask> rows) throws InterruptedException {
        return lane.identities()
                .find(
                        set,
                        keyColumn,
                        rows.stream().map(row -> row.key().value()).toList());
    }

    private interface Halves {
        List<RowResult> send(List<RowTask> rows) throws InterruptedException;
    }

    private interface Step {
        List<RowResult> apply(EntitySet set, List<RowTask> rows) throws InterruptedException;
    }

    private static List<RowResult> failed(List<RowTask> rows, Failure failure, Halves resend)
            throws InterruptedException {
        if (failure instanceof Failure.Refused(var error) && rows.size() > 1 && mayBeOneRow(error.kind())) {
            int middle = rows.size() / 2;
            List<RowResult> results = new ArrayList<>(resend.send(rows.subList(0, middle)));
            results.addAll(resend.send(rows.subList(middle, rows.size())));
            return results;
        }
        return all(rows, single(failure));
    }

    private static RowResult single(Failure failure) {
        return switch (failure) {
            case Failure.Refused(var error) -> Refusals.of(error);
            case Failure.Lost lost -> new RowResult.Unknown(true, lost.describe());
            // The lane waits by itself, so these come only when it is told to stop; or for one part of a batch.
            case Failure.Throttled throttled -> new RowResult.Unknown(true, throttled.describe());
            case Failure.Unavailable unavailable -> new RowResult.Unknown(true, unavailable.describe());
        };
    }

    private static boolean mayBeOneRow(ErrorKind kind) {
        return kind != ErrorKind.STOP && kind != ErrorKind.UNAUTHENTICATED;
    }

    private static List<RowResult> all(List<RowTask> rows, RowResult result) {
        return rows.stream()
                .map(Function.<RowTask>identity().andThen(row -> result))
                .toList();
    }

    private static void collect(List<RowTask> rows, List<RowResult> results, Map<RowTask, RowResult> into) {
        for (int i = 0; i < rows.size(); i++) {
            into.put(rows.get(i), results.get(i));
        }
    }

    private RowAddress byKey(RowTask row) {
        return RowAddress.ByKey.of(keyColumn, row.key().value());
    }

    private static RowResult done(Outcome.Effect effect, UUID guid) {
        return new RowResult.Done(effect, Optional.of(guid));
    }

    private static UUID guid(RowTask row) {
        return row.guid()
                .orElseThrow(() -> new IllegalStateException(
                        "an update needs the GUID of " + row.write().id()));
    }

    private static EntityWrite.UpsertRow upsert(RowTask row) {
        return (EntityWrite.UpsertRow) row.write();
    }
}
