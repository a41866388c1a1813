package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.client.rows.RowVersion;

/**
 * Updates and deletes rows that are there, many in one {@code $batch}, each in a transaction of its own.
 *
 * <p>Where the policy asks for it, each is guarded by the version that the row had after our last write. If the row has
 * another, or none is known, it is looked at who changed it last. If that was us, it is sent for the version that was seen;
 * else the policy says what becomes of the write.
 */
final class SingleRowSender {

    private final Lane lane;
    private final TargetTables tables;
    private final String keyColumn;
    private final RowBodies bodies;
    private final MissingRows missing;
    private final ForeignChanges changes;
    private final ChangeRules rules;

    SingleRowSender(
            Lane lane,
            TargetTables tables,
            String keyColumn,
            RowBodies bodies,
            MissingRows missing,
            ForeignChanges changes,
            ChangeRules rules) {
        this.lane = lane;
        this.tables = tables;
        this.keyColumn = keyColumn;
        this.bodies = bodies;
        this.missing = missing;
        this.changes = changes;
        this.rules = rules;
    }

    /** @param rowVersion that the row must have */
    private record Guarded(RowTask row, String rowVersion) {}

    /** One result per row, in their order. */
    List<RowResult> send(EntitySet set, List<RowTask> rows) throws InterruptedException {
        TableDefinition table = tables.table(set.logicalName());
        RowResults results = new RowResults();
        List<Guarded> ready = new ArrayList<>();
        List<RowTask> unknown = new ArrayList<>();
        for (RowTask row : rows) {
            guard(row).ifPresentOrElse(version -> ready.add(new Guarded(row, version)), () -> unknown.add(row));
        }
        ready.addAll(unchanged(table, unknown, results));
        List<RowTask> changed = attempt(table, ready, results);
        attempt(table, unchanged(table, changed, results), results)
                .forEach(row -> results.add(
                        row,
                        new RowResult.Doubtful(
                                RejectionReason.CHANGED_IN_TARGET, "the row changed again while it was looked at")));
        return results.of(rows);
    }

    private Optional<String> guard(RowTask row) {
        return rules.guards(row) ? row.rowVersion() : Optional.of(RowVersion.ANY);
    }

    /** Those that nobody else has changed, with their versions; the others have their result. */
    private List<Guarded> unchanged(TableDefinition table, List<RowTask> rows, RowResults results)
            throws InterruptedException {
        List<Guarded> unchanged = new ArrayList<>();
        if (rows.isEmpty()) {
            return unchanged;
        }
        switch (changes.look(table, rows)) {
            case Answer.Succeeded<List<ForeignChanges.Look>>(List<ForeignChanges.Look> looks) -> {
                for (int i = 0; i < rows.size(); i++) {
                    RowTask row = rows.get(i);
                    switch (looks.get(i)) {
                        case ForeignChanges.Look.Ours(String version) -> unchanged.add(new Guarded(row, version));
                        case ForeignChanges.Look.Foreign(String what) -> results.add(row, changes.byPolicy(row, what));
                        case ForeignChanges.Look.Failed(Failure failure) -> results.add(row, failed(row, failure));
                    }
                }
            }
            case Answer.Failed<List<ForeignChanges.Look>>(Failure failure) ->
                results.add(rows, Bisection.of(rows, failure, half -> send(table.entitySet(), half)));
        }
        return unchanged;
    }

    /** @return those that have another version; the others have their result */
    private List<RowTask> attempt(TableDefinition table, List<Guarded> guarded, RowResults results)
            throws InterruptedException {
        List<RowTask> changed = new ArrayList<>();
        if (guarded.isEmpty()) {
            return changed;
        }
        EntitySet set = table.entitySet();
        List<RowTask> rows = guarded.stream().map(Guarded::row).toList();
        switch (lane.batch().send(guarded.stream().map(one -> request(set, one)).toList())) {
            case Answer.Succeeded<List<Answer<Reply>>>(List<Answer<Reply>> answers) -> {
                for (int i = 0; i < guarded.size(); i++) {
                    RowTask row = rows.get(i);
                    if (isAnother(guarded.get(i), answers.get(i))) {
                        changed.add(row);
                    } else {
                        results.add(row, result(row, answers.get(i)));
                    }
                }
            }
            case Answer.Failed<List<Answer<Reply>>>(Failure failure) ->
                results.add(rows, Bisection.of(rows, failure, half -> send(set, half)));
        }
        return changed;
    }

    private DataverseRequest request(EntitySet set, Guarded guarded) {
        RowTask row = guarded.row();
        RowAddress address = bodies.address(row);
        boolean deletes = row.write() instanceof EntityWrite.DeleteRow;
        if (!rules.guards(row.write().row().entity())) {
            return deletes
                    ? lane.requests().delete(set, address)
                    : lane.requests().update(set, address, bodies.forUpdate(row));
        }
        return deletes
                ? lane.requests().delete(set, address, guarded.rowVersion())
                : lane.requests().update(set, address, bodies.forUpdate(row), guarded.rowVersion());
    }

    private static boolean isAnother(Guarded guarded, Answer<Reply> answer) {
        return !guarded.rowVersion().equals(RowVersion.ANY)
                && answer instanceof Answer.Failed<Reply>(Failure.Refused(var error))
                && error.kind() == ErrorKind.CONCURRENCY;
    }

    private RowResult result(RowTask row, Answer<Reply> answer) throws InterruptedException {
        return switch (answer) {
            case Answer.Succeeded<Reply>(Reply reply) ->
                row.write() instanceof EntityWrite.DeleteRow
                        ? new RowResult.Done(Outcome.Effect.DELETED, Optional.empty())
                        : new RowResult.Done(Outcome.Effect.UPDATED, row.guid(), RowVersion.of(reply));
            case Answer.Failed<Reply>(Failure failure) -> failed(row, failure);
        };
    }

    private RowResult failed(RowTask row, Failure failure) throws InterruptedException {
        if (!(failure instanceof Failure.Refused(ApiError error))) {
            return Bisection.single(failure);
        }
        boolean deletes = row.write() instanceof EntityWrite.DeleteRow;
        if (error.kind() == ErrorKind.MISSING_ROW) {
            return deletes ? absent(row) : missing.single(row, error);
        }
        if (error.kind() == ErrorKind.DUPLICATE) {
            return TakenValues.of(List.of(row), error, keyColumn, alone -> List.of(Bisection.single(failure)))
                    .getFirst();
        }
        return deletes && error.kind() == ErrorKind.STILL_REFERENCED
                ? new RowResult.StillNamed()
                : Bisection.single(failure);
    }

    /** A row that is to be deleted is gone. In doubt it was we who removed it, by the request whose answer was lost. */
    static RowResult absent(RowTask row) {
        return row.merged().inDoubt()
                ? new RowResult.Done(Outcome.Effect.DELETED, Optional.empty())
                : new RowResult.AlreadyDone();
    }
}
