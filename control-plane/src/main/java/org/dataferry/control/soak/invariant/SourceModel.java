package org.dataferry.control.soak.invariant;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.invariant.ExpectedRow.ExpectedLookup;
import org.dataferry.control.soak.scenario.KeyKind;
import org.dataferry.control.soak.scenario.LinkMapping;
import org.dataferry.control.soak.scenario.Reference;
import org.dataferry.control.soak.scenario.RowMapping;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.control.soak.scenario.Table;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;

/**
 * What the mapping means, said a second time and naively: the rows and links that the source's present rows should have
 * become.
 */
public final class SourceModel {

    private final Scenario scenario;
    private final BiPredicate<Table, SourceKey> wasEverRefused;
    private final Map<RowId, ExpectedRow> rows = new LinkedHashMap<>();
    private final Map<String, Set<RowId>> links = new LinkedHashMap<>();
    private final Set<RowId> unsettled = new HashSet<>();

    private SourceModel(Scenario scenario, BiPredicate<Table, SourceKey> wasEverRefused) {
        this.scenario = scenario;
        this.wasEverRefused = wasEverRefused;
    }

    /** @param wasEverRefused whether the source row ever held what the target refuses */
    public static SourceModel read(Scenario scenario, Connection source, BiPredicate<Table, SourceKey> wasEverRefused) {
        Map<String, List<Map<String, String>>> content = new HashMap<>();
        scenario.tables().forEach(table -> content.put(table.name(), query(source, "SELECT * FROM " + table.name())));
        scenario.links().forEach(link -> content.put(link.table(), query(source, "SELECT * FROM " + link.table())));
        return of(scenario, content, wasEverRefused);
    }

    /** @param content the rows of each table: values as PostgreSQL's text, by column */
    public static SourceModel of(
            Scenario scenario,
            Map<String, List<Map<String, String>>> content,
            BiPredicate<Table, SourceKey> wasEverRefused) {
        SourceModel model = new SourceModel(scenario, wasEverRefused);
        for (RowMapping mapping : scenario.mappings()) {
            content.getOrDefault(mapping.table(), List.of())
                    .forEach(row -> model.expect(mapping, scenario.table(mapping.table()), row));
        }
        for (LinkMapping mapping : scenario.links()) {
            Set<RowId> expected = model.links.computeIfAbsent(mapping.relationship(), any -> new HashSet<>());
            content.getOrDefault(mapping.table(), List.of())
                    .forEach(row -> expected.add(new RowId.Link(
                            mapping.relationship(),
                            model.named(mapping.first(), LinkMapping.FIRST, row).orElseThrow(),
                            model.named(mapping.second(), LinkMapping.SECOND, row)
                                    .orElseThrow())));
        }
        model.findUnsettled();
        return model;
    }

    private void expect(RowMapping mapping, Table table, Map<String, String> row) {
        boolean leftOut = mapping.filtered() && row.get("kind").equals(Integer.toString(Table.LEFT_OUT_KIND));
        if (leftOut) {
            return;
        }
        List<String> key = texts(table.key(), Table.KEY, row).orElseThrow();
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("ferry_name", row.get("name"));
        columns.put("ferry_note", row.get("note"));
        columns.put("ferry_amount", TargetRows.numberOrNull(row.get("amount")));
        columns.put("ferry_day", row.get("day"));
        columns.put("statecode", mapping.stated() && row.get("closed").equals("t") ? "1" : "0");
        columns.replaceAll((column, value) -> Objects.requireNonNullElse(value, "null"));
        List<ExpectedLookup> lookups = table.references().stream()
                .map(reference -> new ExpectedLookup(reference.lookup(), named(reference, row), reference.patched()))
                .toList();
        RowId id = id(mapping, table.key().key(key));
        String note = row.get("note");
        rows.put(
                id,
                new ExpectedRow(
                        mapping,
                        id,
                        mapping.number(key),
                        columns,
                        lookups,
                        note != null && note.length() > Table.LONGEST_NOTE));
    }

    private Optional<RowId> named(Reference reference, Map<String, String> row) {
        if (!reference.isPolymorphic()) {
            return named(reference.names().getFirst(), reference.column(0), row);
        }
        for (int choice = 0; choice < reference.names().size(); choice++) {
            if (Reference.when(choice).equals(row.get(reference.whenColumn()))) {
                return named(reference.names().get(choice), reference.column(choice), row);
            }
        }
        return Optional.empty();
    }

    private Optional<RowId> named(String mapping, String column, Map<String, String> row) {
        KeyKind kind = scenario.tableOf(mapping).key();
        return texts(kind, column, row).map(texts -> id(scenario.mapping(mapping), kind.key(texts)));
    }

    /** Empty where a part is null. */
    private static Optional<List<String>> texts(KeyKind kind, String column, Map<String, String> row) {
        List<String> texts = new ArrayList<>();
        for (String part : kind.columns(column)) {
            String text = row.get(part);
            if (text == null) {
                return Optional.empty();
            }
            texts.add(text);
        }
        return Optional.of(texts);
    }

    private static RowId id(RowMapping mapping, SourceKey key) {
        return new RowId.OfSource(
                mapping.entity(),
                new SourceTable(Scenario.SOURCE, "public", mapping.table()),
                key,
                mapping.discriminator());
    }

    /** Rows that are refused, and those that wait for one that is missing, or for one that waits. */
    private void findUnsettled() {
        rows.values().stream().filter(ExpectedRow::refused).forEach(row -> unsettled.add(row.id()));
        boolean found = true;
        while (found) {
            found = false;
            for (ExpectedRow row : rows.values()) {
                boolean waits = row.lookups().stream()
                        .filter(lookup -> !lookup.patched())
                        .flatMap(lookup -> lookup.names().stream())
                        .anyMatch(named -> !isSettled(named));
                found |= waits && unsettled.add(row.id());
            }
        }
    }

    /** Rows by the source, also those that the target refuses or that have to wait. */
    Collection<ExpectedRow> rows() {
        return rows.values();
    }

    Set<RowId> links(String relationship) {
        return links.getOrDefault(relationship, Set.of());
    }

    boolean has(RowId id) {
        return rows.containsKey(id)
                || id instanceof RowId.Link(String relationship, RowId from, RowId to)
                        && links(relationship).contains(id);
    }

    /** Whether nothing keeps the row from the target. */
    boolean isSettled(RowId id) {
        return rows.containsKey(id) && !unsettled.contains(id);
    }

    /** Whether a write of the row may ever have been refused for its content. */
    boolean wasEverRefused(RowId id) {
        return id instanceof RowId.OfSource source
                && wasEverRefused.test(scenario.table(source.table().table()), source.key());
    }

    /** How many rows are settled, and how many there are. */
    public String size() {
        return rows.size() - unsettled.size() + " of " + rows.size() + " rows";
    }

    /** A part of a key as PostgreSQL shows it. */
    static String text(Value part) {
        return switch (part) {
            case Value.Whole(long whole) -> Long.toString(whole);
            case Value.Text(String text) -> text;
            case Value other -> throw new IllegalArgumentException("no key of a soak has " + other);
        };
    }

    /** Each row's values as PostgreSQL's text, by column. */
    private static List<Map<String, String>> query(Connection source, String sql) {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failed) {
            throw new ControlException("the soak's source cannot be read: " + failed.getMessage(), failed);
        }
    }
}
