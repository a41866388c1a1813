package org.dataferry.sink.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

/** Sends batches through a lane: in bulk where the Web API has a bulk message, deletes in {@code $batch}. */
public final class BatchSender implements RowSender {

    private final Lane lane;
    private final TargetTables tables;
    private final RowBodies bodies;
    private final FaultyRows faulty;
    private final RowResolver resolver;
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
        RowSearch search = new RowSearch(lane, keyColumn);
        this.bodies = new RowBodies(tables, keyColumn, idColumn);
        MissingRows missing = new MissingRows(lane, tables, bodies, search, rules);
        this.links = new LinkSender(lane, tables, keyColumn, missing);
        this.oldValues = new OldValueReader(lane, bodies);
        this.rules = rules;
        this.changes = new ForeignChanges(lane, bodies, rules);
        this.singles = new SingleRowSender(lane, tables, keyColumn, bodies, missing, changes, rules);
        this.faulty = new FaultyRows(missing, keyColumn);
        this.resolver =
                new RowResolver(lane, search, bodies, faulty, rules, this::update, singles::send, this::withVersions);
        this.files = new FileSender(lane, tables, keyColumn, missing, changes, rules, files);
    }

    @Override
    public List<RowResult> send(Batch batch) throws InterruptedException {
        return switch (batch.action()) {
            case CREATE -> create(set(batch), batch.rows());
            case UPDATE -> update(set(batch), batch.rows());
            case DELETE, PATCH -> singles.send(set(batch), batch.rows());
            case RESOLVE -> resolver.send(set(batch), batch.rows());
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
            case Answer.Failed<List<UUID>>(Failure failure) -> faulty.of(rows, failure, half -> create(set, half));
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
        RowResults results = new RowResults();
        rows.forEach(row -> results.add(row, new RowResult.AlreadyDone()));
        if (!sent.isEmpty()) {
            boolean guarded = rules.guards(set.logicalName());
            results.add(sent, guarded ? singles.send(set, sent) : update(set, sent, updates));
        }
        return results.of(rows);
    }

    private List<RowResult> update(EntitySet set, List<RowTask> rows, List<RowUpdate> updates)
            throws InterruptedException {
        return switch (lane.writer().updateMultiple(set, updates)) {
            case Answer.Succeeded<Done> ignored ->
                rows.stream()
                        .map(row -> done(Outcome.Effect.UPDATED, guid(row)))
                        .toList();
            // The rows are named by their GUIDs, so what another row has already is a key of the business.
            case Answer.Failed<Done>(Failure failure) -> faulty.of(rows, failure, half -> update(set, half));
        };
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
