package org.dataferry.control.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dataferry.capture.source.SourceException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the source is not migrated, for people and for programs.
 *
 * @param found empty where the source could not be asked, which is no reason to keep the rest of a status back
 */
public record NotMigratedReport(Optional<NotMigrated> found) {

    private static final Logger LOG = LoggerFactory.getLogger(NotMigratedReport.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names in a line of text; the JSON has all. */
    private static final int MOST_IN_TEXT = 12;

    public static NotMigratedReport read(MigrationFolder folder, Blueprint blueprint, Endpoints endpoints) {
        try {
            return new NotMigratedReport(
                    Optional.of(NotMigrated.of(endpoints.sources().catalogues(), blueprint)));
        } catch (SourceException away) {
            LOG.warn("The source was not asked what is not migrated reason={}", away.getMessage());
            return new NotMigratedReport(Optional.empty());
        }
    }

    /** Adds it to the document of a command. */
    public ObjectNode addTo(ObjectNode document) {
        JsonNode report = found.<JsonNode>map(JSON::valueToTree).orElseGet(NullNode::getInstance);
        return document.set("notMigrated", report);
    }

    /** No line where nothing is left out, or nothing is known. */
    public String text() {
        return found.map(report -> line("tables", report.tables().stream())
                        + line(
                                "columns",
                                report.columns().stream()
                                        .flatMap(of -> of.columns().stream().map(column -> of.table() + "." + column))))
                .orElse("");
    }

    private static String line(String what, Stream<String> names) {
        List<String> all = names.toList();
        if (all.isEmpty()) {
            return "";
        }
        List<String> shown = all.stream().limit(MOST_IN_TEXT).toList();
        return "not migrated, " + what + ": " + String.join(", ", shown)
                + (all.size() > shown.size() ? " and " + (all.size() - shown.size()) + " more" : "") + "\n";
    }
}
