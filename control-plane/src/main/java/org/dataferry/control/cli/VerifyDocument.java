package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.dataferry.control.verify.Difference;
import org.dataferry.control.verify.EntityCount;
import org.dataferry.control.verify.VerifyReport;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.TableNames;

/** What a verification found, as a table for people and as JSON for programs; its schema is {@code verify.schema.json}. */
final class VerifyDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The table is to stay in sight; the JSON has more. */
    private static final int MOST_IN_TEXT = 20;

    private static final int LONGEST_VALUE = 60;

    private record Column(String title, ToLongFunction<EntityCount> count) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("source", EntityCount::source),
            new Column("target", EntityCount::target),
            new Column("matched", EntityCount::matched),
            new Column("mismatched", EntityCount::mismatched),
            new Column("missing", EntityCount::missing),
            new Column("unexpected", EntityCount::unexpected));

    private static final List<Column> ASIDE = List.of(
            new Column("refused by the mapping", EntityCount::refused),
            new Column("source rows left out by the filter", EntityCount::filtered),
            new Column("rows of the target left without a source row, as delete says", EntityCount::left),
            new Column("rows that this migration did not make", EntityCount::others),
            new Column("rows that changed at every look, of which nothing is said", EntityCount::moving));

    private final VerifyReport report;
    private final TableNames names;
    private final PlainRow plain;

    VerifyDocument(VerifyReport report, TableNames names) {
        this.report = report;
        this.names = names;
        this.plain = PlainRow.of(names);
    }

    ObjectNode json() {
        ObjectNode document = JSON.createObjectNode().put("verdict", verdict()).put("running", report.running());
        document.set("entities", JSON.valueToTree(report.entities()));
        ArrayNode differences = document.putArray("differences");
        report.differences().forEach(difference -> json(differences.addObject(), difference));
        return document.put("unlisted", report.unlisted());
    }

    private void json(ObjectNode node, Difference difference) {
        node.put("entity", difference.entity());
        node.put("kind", word(difference.kind()));
        node.put("row", difference.row().map(RowId::text).orElse(null));
        node.put(
                "table",
                difference.origin().map(from -> names.text(from.table())).orElse(null));
        node.put("key", difference.origin().map(VerifyDocument::plainKey).orElse(null));
        node.put("id", difference.id().map(UUID::toString).orElse(null));
        ArrayNode fields = node.putArray("fields");
        for (Difference.Field field : difference.fields()) {
            fields.addObject()
                    .put("field", field.name())
                    .put("source", field.wanted().map(this::shown).orElse(null))
                    .put("target", field.held().map(this::shown).orElse(null));
        }
        node.put("reason", difference.reason().orElse(null));
        node.put("log", difference.log().orElse(null));
    }

    String text() {
        StringBuilder text = new StringBuilder("%-24s".formatted("entity"));
        COLUMNS.forEach(column -> text.append("%12s".formatted(column.title())));
        text.append('\n');
        for (EntityCount entity : report.entities()) {
            text.append("%-24s".formatted(entity.entity()));
            COLUMNS.forEach(
                    column -> text.append("%12d".formatted(column.count().applyAsLong(entity))));
            text.append('\n');
        }
        for (EntityCount entity : report.entities()) {
            for (Column column : ASIDE) {
                long count = column.count().applyAsLong(entity);
                if (count > 0) {
                    text.append(entity.entity())
                            .append(": ")
                            .append(count)
                            .append(' ')
                            .append(count == 1 ? column.title().replaceFirst("rows", "row") : column.title());
                    text.append('\n');
                }
            }
            missing(entity.entity())
                    .forEach((why, count) ->
                            text.append(entity.entity() + ": " + count + " missing, which the log has as " + why
                                    + (report.unlisted() > 0 ? ", of those listed" : "") + "\n"));
        }
        report.differences().stream().limit(MOST_IN_TEXT).forEach(difference -> append(text, difference));
        long more = report.differences().size() + report.unlisted() - MOST_IN_TEXT;
        if (more > 0) {
            text.append("and ").append(more).append(" more differences; --json lists them\n");
        }
        return text.append("verdict: ").append(verdict()).toString();
    }

    /** Why rows are missing that the mapping can make, or that somebody has waived, by the first word of what the log has. */
    private Map<String, Long> missing(String entity) {
        return report.differences().stream()
                .filter(one -> one.entity().equals(entity) && one.kind() == Difference.Kind.MISSING)
                .flatMap(one -> one
                        .log()
                        .map(said -> said.split(" ", 2)[0].toLowerCase(Locale.ROOT))
                        .filter(why -> one.reason().isEmpty() || why.equals("waived"))
                        .stream())
                .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
    }

    private void append(StringBuilder text, Difference difference) {
        text.append(difference.entity())
                .append(' ')
                .append(difference.origin().map(this::source).orElse(""))
                .append(difference.id().map(id -> "(" + id + ") ").orElse(""))
                .append(word(difference.kind()));
        difference.reason().ifPresent(reason -> text.append(": ").append(reason));
        difference.log().ifPresent(last -> text.append("\n    log: ").append(last));
        text.append('\n');
        for (Difference.Field field : difference.fields()) {
            text.append("    ")
                    .append(field.name())
                    .append(": source ")
                    .append(quoted(field.wanted()))
                    .append(", target ")
                    .append(quoted(field.held()))
                    .append('\n');
        }
    }

    private String verdict() {
        return report.isMatched() ? "matched" : "different";
    }

    private static String word(Difference.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private String source(Difference.Origin origin) {
        return "of " + names.text(origin.table()) + " " + plainKey(origin) + " ";
    }

    private static String plainKey(Difference.Origin origin) {
        return PlainKey.of(origin.key());
    }

    private String quoted(Optional<String> value) {
        return value.map(this::shown)
                .map(text -> text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text)
                .map(text -> "'" + text + "'")
                .orElse("null");
    }

    /** A row that a lookup names is named by its table and key; any other value is what it is. */
    private String shown(String value) {
        return plain.text(value);
    }
}
