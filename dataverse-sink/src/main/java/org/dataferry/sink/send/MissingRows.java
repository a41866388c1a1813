package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.rows.RowAddress;

/**
 * Finds out which row is missing when a request is refused for one. The message names it only where it was named by GUID,
 * and in words that are no contract; so it serves as a hint, and the rows are looked up.
 */
final class MissingRows {

    private final Lane lane;
    private final TargetTables tables;
    private final RowBodies bodies;
    private final RowSearch search;
    private final ChangeRules rules;

    MissingRows(Lane lane, TargetTables tables, RowBodies bodies, RowSearch search, ChangeRules rules) {
        this.lane = lane;
        this.tables = tables;
        this.bodies = bodies;
        this.search = search;
        this.rules = rules;
    }

    /**
     * One result per row, in their order, of rows that were refused together. Those that name the row in the message are
     * set apart at once: a hundred children of one missing parent cost one look, and no halving.
     */
    List<RowResult> of(List<RowTask> rows, ApiError error, Bisection.Resend resend) throws InterruptedException {
        if (rows.size() == 1) {
            return List.of(single(rows.getFirst(), error));
        }
        Optional<UUID> hint = error.missingRow().map(ApiError.MissingRow::id);
        List<RowTask> suspects = hint.isEmpty()
                ? List.of()
                : rows.stream().filter(row -> concerns(row, hint.get())).toList();
        if (suspects.isEmpty()) {
            return Bisection.of(rows, new Failure.Refused(error), resend);
        }
        Map<RowId, RowResult> results = new HashMap<>();
        for (RowTask suspect : suspects) {
            RowId row = suspect.write().row();
            Optional<RowResult> same = sameAs(suspect, results.values());
            results.put(row, same.isPresent() ? same.get() : single(suspect, error));
        }
        return Bisection.without(results, rows, resend);
    }

    /** The result of a row that was refused alone. */
    RowResult single(RowTask row, ApiError error) throws InterruptedException {
        Optional<UUID> hint = error.missingRow().map(ApiError.MissingRow::id);
        boolean itself = row.guid().isPresent() && row.guid().equals(hint);
        if (!itself) {
            Optional<RowResult> named = firstMissing(hintedFirst(named(row), hint));
            if (named.isPresent()) {
                return named.get();
            }
        }
        if (!makesTheRow(row.write())) {
            return itself(row, error);
        }
        return row.guid().isPresent() && rules.reportsLoss(row) ? lost(row, error) : Refusals.of(error);
    }

    /** One that is there under another GUID is found by whoever resolves the doubt. */
    private RowResult lost(RowTask row, ApiError error) throws InterruptedException {
        Optional<RowResult> absence = absence(row.write().row(), bodies.address(row), row.guid());
        if (absence.isEmpty() || !(absence.get() instanceof RowResult.Missing)) {
            return absence.orElseGet(() -> Refusals.of(error));
        }
        return switch (search.byKey(tables.set(row.write().row().entity()), List.of(row))) {
            case Answer.Succeeded<Map<String, UUID>>(Map<String, UUID> found) ->
                found.isEmpty() ? ChangeRules.reportedLost() : Refusals.of(error);
            case Answer.Failed<Map<String, UUID>>(Failure failure) -> new RowResult.Later(failure.describe());
        };
    }

    /** The first of these rows that is not there; or why that could not be found out; empty if all are. */
    Optional<RowResult> firstMissing(Collection<LookupTarget> named) throws InterruptedException {
        for (LookupTarget target : named) {
            Optional<RowResult> result = switch (target) {
                case LookupTarget.None ignored -> Optional.empty();
                case LookupTarget.ByGuid(RowId row, UUID guid) -> lookUp(row, target, Optional.of(guid));
                case LookupTarget.ByKey(RowId row) -> lookUp(row, target, Optional.empty());
            };
            if (result.isPresent()) {
                return result;
            }
        }
        return Optional.empty();
    }

    private Optional<RowResult> lookUp(RowId row, LookupTarget target, Optional<UUID> guid)
            throws InterruptedException {
        RowAddress address = bodies.address(target).orElseThrow();
        return absence(row, address, guid);
    }

    private RowResult itself(RowTask task, ApiError error) throws InterruptedException {
        RowId row = task.write().row();
        Optional<RowResult> absence = absence(row, bodies.address(task), task.guid());
        return absence.orElseGet(() -> Refusals.of(error));
    }

    private Optional<RowResult> absence(RowId row, RowAddress address, Optional<UUID> guid)
            throws InterruptedException {
        EntitySet set = tables.set(row.entity());
        return switch (lane.reader().row(set, address, List.of(set.idColumn()))) {
            case Answer.Succeeded<? extends Optional<?>>(var found) ->
                found.isPresent() ? Optional.empty() : Optional.of(new RowResult.Missing(row, guid));
            case Answer.Failed<? extends Optional<?>>(Failure.Refused(var error))
            when error.kind() != ErrorKind.NOT_READY ->
                Optional.of(Refusals.doubtful(RejectionReason.ROW_NOT_FOUND, error));
            case Answer.Failed<? extends Optional<?>>(Failure failure) ->
                Optional.of(new RowResult.Later(failure.describe()));
        };
    }

    private static boolean concerns(RowTask row, UUID missing) {
        return row.guid().filter(missing::equals).isPresent()
                || named(row).stream().anyMatch(target -> isAt(target, missing));
    }

    /** A sibling that names the row that was just found to be missing needs no look of its own. */
    private static Optional<RowResult> sameAs(RowTask row, Collection<RowResult> known) {
        return known.stream()
                .filter(result -> result instanceof RowResult.Missing missing
                        && named(row)
                                .contains(missing.guid()
                                        .<LookupTarget>map(guid -> new LookupTarget.ByGuid(missing.row(), guid))
                                        .orElseGet(() -> new LookupTarget.ByKey(missing.row()))))
                .findFirst();
    }

    /** The one that the message names is most likely the one, and then the only look. */
    private static List<LookupTarget> hintedFirst(Collection<LookupTarget> named, Optional<UUID> hint) {
        return named.stream()
                .sorted(Comparator.comparing(
                        target -> hint.filter(id -> isAt(target, id)).isEmpty()))
                .toList();
    }

    private static boolean isAt(LookupTarget target, UUID guid) {
        return target instanceof LookupTarget.ByGuid named && named.guid().equals(guid);
    }

    private static Collection<LookupTarget> named(RowTask row) {
        return switch (row.write()) {
            case EntityWrite.UpsertRow upsert -> sent(upsert, row.changesSuffice());
            case EntityWrite.PatchLookup patch -> List.of(patch.target());
            case EntityWrite.Link link -> List.of(link.from(), link.to());
            case EntityWrite.Unlink unlink -> List.of(unlink.from(), unlink.to());
            case EntityWrite.DeleteRow delete -> List.of();
            case EntityWrite.SetState state -> List.of();
            case EntityWrite.SetFile file -> List.of();
        };
    }

    /** What the request did not hold cannot be why it was refused. */
    private static Collection<LookupTarget> sent(EntityWrite.UpsertRow upsert, boolean changesOnly) {
        List<LookupTarget> sent = new ArrayList<>();
        upsert.lookups().forEach((column, target) -> {
            if (!changesOnly || upsert.changed().contains(column)) {
                sent.add(target);
            }
        });
        return sent;
    }

    private static boolean makesTheRow(EntityWrite write) {
        return write instanceof EntityWrite.UpsertRow;
    }
}
