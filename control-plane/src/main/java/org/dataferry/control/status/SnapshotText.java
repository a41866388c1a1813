package org.dataferry.control.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far the reading of all rows is, in words for people and as JSON for programs. */
final class SnapshotText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PERCENT = 100;

    private SnapshotText() {}

    /**
     * A line for the whole, and one for each table that is being read.
     *
     * @param source as the line begins
     */
    static List<String> lines(String source, SnapshotLook look) {
        List<String> lines = new ArrayList<>();
        long done = look.tables().stream().filter(SnapshotLook.Table::isDone).count();
        lines.add(source + ": reads all rows: " + words(look.rows(), look.share())
                + look.left().map(time -> ", " + Moments.span(time) + " left").orElse("") + "; " + done + " of "
                + look.tables().size() + " tables are done");
        look.tables().stream()
                .filter(table -> table.share() > 0 && !table.isDone())
                .forEach(table -> lines.add("  " + table.table() + ": " + words(table.rows(), table.share())));
        return lines;
    }

    private static String words(long rows, double share) {
        return String.format(Locale.ROOT, "%,d rows, %.1f %%", rows, share * PERCENT);
    }

    /** As {@code status.schema.json} has it. */
    static ObjectNode json(SnapshotLook look) {
        ObjectNode json = JSON.createObjectNode()
                .put("rows", look.rows())
                .put("share", look.share())
                .put("secondsLeft", look.left().map(Duration::toSeconds).orElse(null))
                .put("at", look.at().toString());
        ArrayNode tables = json.putArray("tables");
        look.tables()
                .forEach(table -> tables.addObject()
                        .put("table", table.table())
                        .put("rows", table.rows())
                        .put("share", table.share()));
        return json;
    }
}
