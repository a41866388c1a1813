package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.rows.RowUpsert;

/** Finds out which rows are there, brings those up to date, and upserts the others under their key. */
final class RowResolver {

    private final Lane lane;
    private final RowSearch search;
    private final RowBodies bodies;
    private final FaultyRows faulty;
    private final ChangeRules rules;
    private final Sender updates;
    private final Sender deletes;
    private final NewVersions versions;

    /** Sends rows that are there. */
    interface Sender {
        List<RowResult> send(EntitySet set, List<RowTask> rows) throws InterruptedException;
    }

    /** Reads the versions of rows that were just made, where they matter. */
    interface NewVersions {
        List<RowResult> of(EntitySet set, List<RowResult> made) throws InterruptedException;
    }

    RowResolver(
            Lane lane,
            RowSearch search,
            RowBodies bodies,
            FaultyRows faulty,
            ChangeRules rules,
            Sender updates,
            Sender deletes,
            NewVersions versions) {
        this.lane = lane;
        this.search = search;
        this.bodies = bodies;
        this.faulty = faulty;
        this.rules = rules;
        this.updates = updates;
        this.deletes = deletes;
        this.versions = versions;
    }

    /** One result per row, in their order. */
    List<RowResult> send(EntitySet set, List<RowTask> rows) throws InterruptedException {
        return switch (search.find(set, rows)) {
            case Answer.Succeeded<List<RowTask>>(List<RowTask> known) -> resolved(set, known);
            case Answer.Failed<List<RowTask>>(Failure failure) -> Bisection.of(rows, failure, half -> send(set, half));
        };
    }

    /** @param rows as they were found */
    private List<RowResult> resolved(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowTask> outdated = new ArrayList<>();
        List<RowTask> unwanted = new ArrayList<>();
        List<RowTask> missing = new ArrayList<>();
        RowResults results = new RowResults();
        for (RowTask row : rows) {
            boolean wanted = row.write() instanceof EntityWrite.UpsertRow;
            if (row.guid().isPresent()) {
                (wanted ? outdated : unwanted).add(row);
            } else if (wanted && rules.reportsLoss(row)) {
                // It was there, and only its GUID is not known.
                results.add(row, ChangeRules.reportedLost());
            } else if (wanted) {
                missing.add(row);
            } else {
                results.add(row, SingleRowSender.absent(row));
            }
        }
        if (!unwanted.isEmpty()) {
            results.add(unwanted, told(unwanted, deletes.send(set, unwanted)));
        }
        if (!outdated.isEmpty()) {
            results.add(outdated, told(outdated, updates.send(set, outdated)));
        }
        if (!missing.isEmpty()) {
            results.add(missing, upsertByKey(set, missing));
        }
        return results.of(rows);
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
            UUID guid = row.guid().orElseThrow();
            told.add(
                    switch (results.get(i)) {
                        case RowResult.Refused refused -> new RowResult.Found(guid, refused);
                        case RowResult.Kept kept -> new RowResult.Found(guid, kept);
                        case RowResult.Missing(RowId named, var any)
                        when !named.equals(row.write().row()) -> new RowResult.Found(guid, results.get(i));
                        case RowResult other -> other;
                    });
        }
        return told;
    }

    private List<RowResult> upsertByKey(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<RowUpsert> upserts = rows.stream()
                .map(row -> new RowUpsert(
                        bodies.key(row.write().row()), bodies.forUpsert((EntityWrite.UpsertRow) row.write())))
                .toList();
        return switch (lane.writer().upsertMultiple(set, upserts)) {
            case Answer.Succeeded<Done> ignored -> upserted(set, rows);
            // They were not there a moment ago, so what another row has already is most likely a key of the business.
            case Answer.Failed<Done>(Failure failure) -> faulty.of(rows, failure, half -> upsertByKey(set, half));
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
        return versions.of(set, made);
    }
}
