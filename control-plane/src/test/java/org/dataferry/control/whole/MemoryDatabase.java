package org.dataferry.control.whole;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.soak.scenario.RowChange;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.control.soak.scenario.SourceDatabase;
import org.jspecify.annotations.Nullable;

/** The application's rows in memory, and the log of what its transactions did to them. */
final class MemoryDatabase implements SourceDatabase {

    private final Map<String, SourceTables.Columns> columns = new LinkedHashMap<>();
    private Map<String, Map<List<String>, Map<String, @Nullable String>>> rows = new LinkedHashMap<>();
    private Map<String, Map<List<String>, Map<String, @Nullable String>>> committed = new LinkedHashMap<>();
    private final List<Event> transaction = new ArrayList<>();
    private List<Event> log = new ArrayList<>();

    /** What became of one row, as the write-ahead log has it: a row that gets another key is one that goes and one that comes. */
    record Event(
            String table,
            Optional<Map<String, @Nullable String>> before,
            Optional<Map<String, @Nullable String>> after,
            boolean last) {

        private Event asLast() {
            return new Event(table, before, after, true);
        }
    }

    @Override
    public void createTables(Scenario scenario) {
        SourceTables.of(scenario).forEach(table -> {
            columns.put(table.name(), table);
            rows.put(table.name(), new LinkedHashMap<>());
        });
    }

    @Override
    public void execute(List<RowChange> changes) {
        changes.forEach(this::execute);
    }

    private void execute(RowChange change) {
        Map<List<String>, Map<String, @Nullable String>> table = rows.get(change.table());
        switch (change) {
            case RowChange.Insert(String name, var values) -> {
                if (table.put(key(name, values), values) != null) {
                    throw new IllegalStateException("a second row of " + change);
                }
                transaction.add(new Event(name, Optional.empty(), Optional.of(values), false));
            }
            case RowChange.Update(String name, var key, var values) -> {
                Map<String, @Nullable String> before = table.remove(key(name, new HashMap<>(key)));
                Map<String, @Nullable String> after = new LinkedHashMap<>(before);
                after.putAll(values);
                if (table.put(key(name, after), after) != null) {
                    throw new IllegalStateException("a second row of " + change);
                }
                if (key(name, before).equals(key(name, after))) {
                    transaction.add(new Event(name, Optional.of(before), Optional.of(after), false));
                } else {
                    transaction.add(new Event(name, Optional.of(before), Optional.empty(), false));
                    transaction.add(new Event(name, Optional.empty(), Optional.of(after), false));
                }
            }
            case RowChange.Delete(String name, var key) ->
                transaction.add(new Event(
                        name, Optional.of(table.remove(key(name, new HashMap<>(key)))), Optional.empty(), false));
        }
    }

    @Override
    public void commit() {
        if (!transaction.isEmpty()) {
            transaction.add(transaction.removeLast().asLast());
        }
        log.addAll(transaction);
        transaction.clear();
        committed = copy(rows);
    }

    @Override
    public void rollback() {
        transaction.clear();
        rows = copy(committed);
    }

    /** What was committed since it was last asked. */
    List<Event> takeLog() {
        List<Event> taken = log;
        log = new ArrayList<>();
        return taken;
    }

    /** The rows of each table. */
    Map<String, List<Map<String, @Nullable String>>> content() {
        Map<String, List<Map<String, @Nullable String>>> content = new LinkedHashMap<>();
        committed.forEach((table, all) -> content.put(table, List.copyOf(all.values())));
        return content;
    }

    private List<String> key(String table, Map<String, @Nullable String> values) {
        return columns.get(table).primaryKey().stream().map(values::get).toList();
    }

    private static Map<String, Map<List<String>, Map<String, @Nullable String>>> copy(
            Map<String, Map<List<String>, Map<String, @Nullable String>>> all) {
        Map<String, Map<List<String>, Map<String, @Nullable String>>> copy = new LinkedHashMap<>();
        all.forEach((table, rows) -> copy.put(table, new LinkedHashMap<>(rows)));
        return copy;
    }
}
