package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.segment.Segment;

/**
 * What a replay did; as JSON by {@code replay.schema.json}.
 *
 * @param replayId empty where nothing was chosen
 * @param stage how it stands; empty where nothing is sent
 * @param rows all that are chosen
 * @param sum of the replay's writes; empty where nothing was waited for
 */
record ReplayDocument(
        String entity,
        Optional<String> replayId,
        Optional<ReplayStory.Stage> stage,
        List<ReplayRow> rows,
        Optional<EntityStatus> sum) {

    /** Enough to see whether the right ones are meant. */
    static final int MOST_ROWS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a segment in which there is no row to send. */
    static ReplayDocument ofNothing(Segment segment) {
        return new ReplayDocument(
                String.join(", ", new TreeSet<>(segment.entities())),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** Of one that is sent. */
    static ReplayDocument of(ReplayPlan plan, ReplayStory.Stage stage, Optional<EntityStatus> sum) {
        return new ReplayDocument(
                String.join(", ", plan.entities()),
                Optional.of(plan.replayId()),
                Optional.of(stage),
                plan.steps().stream().map(ReplayStep::row).toList(),
                sum);
    }

    ObjectNode json() {
        ObjectNode document = JSON.createObjectNode().put("entity", entity);
        document.put("replayId", replayId.orElse(null));
        document.put("stage", stage.map(Enum::name).orElse(null));
        document.put("selected", rows.size());
        ArrayNode some = document.putArray("rows");
        rows.stream()
                .limit(MOST_ROWS)
                .forEach(row -> some.addObject()
                        .put("source", row.table().source())
                        .put("table", row.table().qualified())
                        .put("key", row.key().text())
                        .put("plainKey", row.plain()));
        if (sum.isEmpty()) {
            document.putNull("writes");
            return document;
        }
        EntityStatus of = sum.get();
        document.putObject("writes")
                .put("announced", of.announced())
                .put("applied", of.applied())
                .put("alreadyApplied", of.alreadyApplied())
                .put("skipped", of.skipped())
                .put("parked", of.parked())
                .put("deferred", of.deferred())
                .put("bounced", of.bounced())
                .put("rejected", of.rejected())
                .put("inFlight", of.inFlight());
        return document;
    }

    /** Of what was waited for. */
    static String sumText(EntityStatus of) {
        return of.announced() + " writes: " + of.applied() + " applied, " + of.alreadyApplied() + " already applied, "
                + of.skipped() + " skipped, " + of.parked() + " parked, " + of.deferred() + " deferred, "
                + of.bounced() + " bounced, " + of.rejected() + " rejected, " + of.inFlight() + " in flight";
    }
}
