package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.replay.ReplayStory;

/**
 * What a replay would do or did; as JSON by {@code replay.schema.json}.
 *
 * @param replayId empty for a preview, and where nothing was chosen
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

    static ReplayDocument ofPreview(String entity, List<ReplayRow> rows) {
        return new ReplayDocument(entity, Optional.empty(), Optional.empty(), rows, Optional.empty());
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

    /** Of a preview. */
    String previewText() {
        StringBuilder text = new StringBuilder()
                .append(rows.size())
                .append(" source rows of ")
                .append(entity)
                .append(" would be sent again");
        rows.stream()
                .limit(MOST_ROWS)
                .forEach(row -> text.append("\n  ")
                        .append(row.table().qualified())
                        .append("  ")
                        .append(row.plain())
                        .append("  (")
                        .append(row.key().text())
                        .append(')'));
        if (rows.size() > MOST_ROWS) {
            text.append("\n  and ").append(rows.size() - MOST_ROWS).append(" more");
        }
        return text.toString();
    }

    /** Of what was waited for. */
    static String sumText(EntityStatus of) {
        return of.announced() + " writes: " + of.applied() + " applied, " + of.alreadyApplied() + " already applied, "
                + of.skipped() + " skipped, " + of.parked() + " parked, " + of.deferred() + " deferred, "
                + of.bounced() + " bounced, " + of.rejected() + " rejected, " + of.inFlight() + " in flight";
    }
}
