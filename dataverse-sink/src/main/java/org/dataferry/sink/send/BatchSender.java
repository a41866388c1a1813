package org.dataferry.sink.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.rows.RowUpdate;
import org.dataferry.sink.client.rows.RowUpsert;

/** Sends batches through a lane: in bulk where the Web API has a bulk message, deletes in {@code $batch}. */
public final class BatchSender implements RowSender {

    private final Lane lane;
    private final TargetTables tables;
    private final String keyColumn;
    private final RowBodies bodies;
    private final RowSearch search;
    private final MissingRows missing;
    private final LinkSender links;
    private final ChangeRules rules;
    private final ForeignChanges changes;
    private final SingleRowSender singles;
    private final OldValueReader oldValues;
    private final FileSender files;

    public BatchSender(
            Lane lane, TargetTables tables, String keyColumn, String idColumn, ChangeRules rules, SinkFiles files) {
        this.lane = lane;
        this.tables = tables;
        this.keyColumn = keyColumn;
        this.search = new RowSearch(lane, keyColumn);
        this.bodies = new RowBodies(tables, keyColumn, idColumn);
        this.missing = new MissingRows(lane, tables, bodies, search, rules);
        this.links = new LinkSender(lane, tables, keyColumn, missing);
        this.oldValues = new OldValueReader(lane, bodies);
        this.rules = rules;
        this.changes = new ForeignChanges(lane, bodies, rules);
        this.singles = new SingleRowSender(lane, tables, keyColumn, bodies, missing, changes, rules);
        this.files = new FileSender(lane, tables, keyColumn, missing, changes, rules, files);
    }

    @Override
    public List<RowResult> send(Batch batch) throws InterruptedException {
        return switch (batch.action()) {
            case CREATE -> create(set(batch), batch.rows());
            case UPDATE -> update(set(batch), batch.rows());
            case DELETE, PATCH -> singles.send(set(batch), batch.rows());
            case RESOLVE -> resolve(set(batch), batch.rows());
            case FILE -> files.send(batch.rows());
            case LINK -> links.send(batch.rows());
            case READ_OLD -> oldValues.read(tables.table(batch.entity()), batch.rows());
        };
    }

    private EntitySet set(Batch batch) {
        return tables.table(batch.entity()).entitySet();
    }

    private List<RowResult> create(EntitySet set, List<RowTask> rows) throws InterruptedException {
        var created = rows.stream().map(row -> bodies.forCreate(upsert(row))).toList();
        return switch (lane.writer().createMultiple(set, created)) {
            case Answer.Succeeded<List<UUID>>(List<UUID> ids) ->
                withVersions(
                        set,
                        ids.stream().map(id -> done(Outcome.Effect.CREATED, id)).toList());
            // Rows of an earlier run are there already: one look by key is cheaper than halving down to each.
            case Answer.Failed<List<UUID>>(Failure.Refused(var error))
            when error.kind() == ErrorKind.DUPLICATE ->
                Collections.nCopies(rows.size(), Refusals.doubtful(RejectionReason.DUPLICATE_VALUE, error));
            case Answer.Failed<List<UUID>>(Failure failure) -> failed(rows, failure, half -> create(set, half));
        };
    }

    /** CreateMultiple and UpsertMultiple tell no row versions; to read them after costs less than to create rows one by one. */
    private List<RowResult> withVersions(EntitySet set, List<RowResult> made) throws InterruptedException {
        return rules.guards(set.logicalName()) ? changes.withVersions(table(set), made) : made;
    }

    private TableDefinition table(EntitySet set) {
        return tables.table(set.logicalName());
    }

    /** A row without anything to set is left out: even an empty update fires logic and audit. */
    private List<RowResult> update(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowTask> sent = new ArrayList<>(rows.size());
        List<RowUpdate> updates = new ArrayList<>(rows.size());
        for (RowTask row : rows) {
            ObjectNode body = bodies.forUpdate(row);
            if (!body.isEmpty()) {
                sent.add(row);
                updates.add(new RowUpdate(guid(row), body));
            }
        }
        Map<RowId, RowResult> results = new HashMap<>();
        rows.forEach(row -> results.put(row.write().row(), new RowResult.AlreadyDone()));
        if (!sent.isEmpty()) {
            boolean guarded = rules.guards(set.logicalName());
            collect(sent, guarded ? singles.send(set, sent) : update(set, sent, updates), results);
        }
        return inOrder(rows, results);
    }

    private List<RowResult> update(EntitySet set, List<RowTask> rows, List<RowUpdate> updates)
            throws InterruptedException {
        return switch (lane.writer().updateMultiple(set, updates)) {
            case Answer.Succeeded<Done> ignored ->
                rows.stream()
                        .map(row -> done(Outcome.Effect.UPDATED, guid(row)))
                        .toList();
            // The rows are named by their GUIDs, so what another row has already is a key of the business.
            case Answer.Failed<Done>(Failure failure) -> failed(rows, failure, half -> update(set, half));
        };
    }

    /** The rows were refused, lost or put off together. */
    private List<RowResult> failed(List<RowTask> rows, Failure failure, Bisection.Resend resend)
            throws InterruptedException {
        if (failure instanceof Failure.Refused(var error)) {
            if (error.kind() == ErrorKind.MISSING_ROW) {
                return missing.of(rows, error, resend);
            }
            if (error.kind() == ErrorKind.DUPLICATE) {
                return TakenValues.of(rows, error, keyColumn, resend);
            }
            if (error.kind() == ErrorKind.DATA) {
                return BadValues.of(rows, error, resend);
            }
        }
        return Bisection.of(rows, failure, resend);
    }

    /** Finds out which rows are there, brings those up to date, and upserts the others under their key. */
    private List<RowResult> resolve(EntitySet set, List<RowTask> rows) throws InterruptedException {
        return switch (search.find(set, rows)) {
            case Answer.Succeeded<List<RowTask>>(List<RowTask> known) -> resolved(set, known);
            case Answer.Failed<List<RowTask>>(Failure failure) ->
                Bisection.of(rows, failure, half -> resolve(set, half));
        };
    }

    /** @param rows as they were found */
    private List<RowResult> resolved(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowTask> outdated = new ArrayList<>();
        List<RowTask> unwanted = new ArrayList<>();
        List<RowTask> missing = new ArrayList<>();
        Map<RowId, RowResult> results = new HashMap<>();
        for (RowTask row : rows) {
            boolean wanted = row.write() instanceof EntityWrite.UpsertRow;
            if (row.guid().isPresent()) {
                (wanted ? outdated : unwanted).add(row);
            } else if (wanted && rules.reportsLoss(row)) {
                // It was there, and only its GUID is not known.
                results.put(row.write().row(), ChangeRules.reportedLost());
            } else if (wanted) {
                missing.add(row);
            } else {
                results.put(row.write().row(), SingleRowSender.absent(row));
            }
        }
        collect(unwanted, unwanted.isEmpty() ? List.of() : told(unwanted, singles.send(set, unwanted)), results);
        collect(outdated, outdated.isEmpty() ? List.of() : told(outdated, update(set, outdated)), results);
        collect(missing, missing.isEmpty() ? List.of() : upsertByKey(set, missing), results);
        return inOrder(rows, results);
    }

    /**
     * Whatever becomes of the write, that the row is there with Ferry's key is told: a request of ours whose answer was lost
     * may have made it. Of one without the key nothing is known that was not known before.
     */
    private static List<RowResult> told(List<RowTask> rows, List<RowResult> results) {
        List<RowResult> told = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            RowTask row = rows.get(i);
            if (row.untouched()) {
                told.add(results.get(i));
                continue;
            }
            told.add(
                    switch (results.get(i)) {
                        case RowResult.Refused refused -> new RowResult.Found(guid(row), refused);
                        case RowResult.Kept kept -> new RowResult.Found(guid(row), kept);
                        case RowResult.Missing(RowId named, var guid)
                        when !named.equals(row.write().row()) -> new RowResult.Found(guid(row), results.get(i));
                        case RowResult other -> other;
                    });
        }
        return told;
    }

    private List<RowResult> upsertByKey(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowUpsert> upserts = rows.stream()
                .map(row -> new RowUpsert(bodies.key(row.write().row()), bodies.forUpsert(upsert(row))))
                .toList();
        return switch (lane.writer().upsertMultiple(set, upserts)) {
            case Answer.Succeeded<Done> ignored -> upserted(set, rows);
            // They were not there a moment ago, so what another row has already is most likely a key of the business.
            case Answer.Failed<Done>(Failure failure) -> failed(rows, failure, half -> upsertByKey(set, half));
        };
    }

    /** UpsertMultiple tells no ids; they are asked for by key, and stay unknown if nobody answers. */
    private List<RowResult> upserted(EntitySet set, List<RowTask> rows) throws InterruptedException {
        Map<String, UUID> ids = switch (search.byKey(set, rows)) {
            case Answer.Succeeded<Map<String, UUID>>(Map<String, UUID> found) -> found;
            case Answer.Failed<Map<String, UUID>> unanswered -> Map.of();
        };
        List<RowResult> made = rows.stream()
                .<RowResult>map(row -> new RowResult.Done(
                        Outcome.Effect.CREATED,
                        Optional.ofNullable(ids.get(row.key().value()))))
                .toList();
        return withVersions(set, made);
    }

    private static void collect(List<RowTask> rows, List<RowResult> results, Map<RowId, RowResult> into) {
        for (int i = 0; i < rows.size(); i++) {
            into.put(rows.get(i).write().row(), results.get(i));
        }
    }

    /** A row is in a batch once, so its id finds its result. */
    private static List<RowResult> inOrder(List<RowTask> rows, Map<RowId, RowResult> results) {
        return rows.stream()
                .map(row -> Objects.requireNonNull(results.get(row.write().row())))
                .toList();
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
