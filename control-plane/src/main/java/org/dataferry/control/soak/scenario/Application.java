package org.dataferry.control.soak.scenario;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.key.SourceKey;

/**
 * The application at the source: a seeded sequence of transactions that insert, change and delete rows and links, come back
 * to the same rows soon, give rows other keys, swap keys, and now and then roll back. Rows name others that are gone or not
 * there yet; most of those are made later, under the key by which they are named.
 */
public final class Application {

    private static final int MOST_STATEMENTS = 6;
    private static final int ROLLED_BACK_ONE_IN = 15;

    /** One reference in so many names none. */
    private static final int NAMELESS_ONE_IN = 6;

    /** One note in so many is longer than the target takes. */
    private static final int TOO_LONG_ONE_IN = 25;

    private static final int FEWEST_ROWS = 10;

    private static final List<String> REASONS = List.of("buys", "pays");

    /** Few, so that a row comes back to what it was: A, B, A. */
    private static final List<String> NAMES =
            List.of("Straße 12", "O'Hara & Søn", "back\\slash", "two\nlines", "漢字かな", "\"quoted\"", "🚢 ahoy", "plain");

    private final Scenario scenario;
    private final Connection connection;
    private final Random random;
    private final Map<String, Keys> keys = new LinkedHashMap<>();
    private final Map<String, Set<Link>> links = new HashMap<>();
    private final Set<String> everTooLong = new HashSet<>();
    private long transactions;

    private record Link(int first, int second, String reason) {}

    public Application(Scenario scenario, Connection connection, Random random) {
        this.scenario = scenario;
        this.connection = connection;
        this.random = random;
        scenario.tables().forEach(table -> keys.put(table.name(), new Keys(random)));
        scenario.links().forEach(link -> links.put(link.table(), new LinkedHashSet<>()));
    }

    /** Committed ones. */
    public long transactions() {
        return transactions;
    }

    /** Whether a note that the target refuses ever stood in the row of that key. */
    public boolean wasEverTooLong(Table table, SourceKey key) {
        return everTooLong.contains(table.name() + " " + key.text());
    }

    /** Makes the tables and their first rows, in one transaction. */
    public void begin(int rows) {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(scenario.ddl());
            for (int i = 0; i < rows; i++) {
                statement.addBatch(
                        insert(scenario.tables().get(i % scenario.tables().size())));
                if (!scenario.links().isEmpty() && i % 4 == 0) {
                    for (String link : link(any(scenario.links()))) {
                        statement.addBatch(link);
                    }
                }
            }
            statement.executeBatch();
            connection.commit();
        } catch (SQLException failed) {
            throw new ControlException("the soak's source cannot be filled: " + failed.getMessage(), failed);
        }
    }

    /** One transaction of the daily business. */
    public void transaction() {
        Map<String, Keys.Snapshot> keysBefore = new HashMap<>();
        keys.forEach((table, known) -> keysBefore.put(table, known.snapshot()));
        Map<String, Set<Link>> linksBefore = new HashMap<>();
        links.forEach((table, known) -> linksBefore.put(table, new LinkedHashSet<>(known)));
        try (Statement statement = connection.createStatement()) {
            for (int i = random.nextInt(MOST_STATEMENTS); i >= 0; i--) {
                for (String sql : statements()) {
                    statement.executeUpdate(sql);
                }
            }
            if (random.nextInt(ROLLED_BACK_ONE_IN) == 0) {
                connection.rollback();
                keysBefore.forEach((table, known) -> keys.get(table).restore(known));
                links.clear();
                linksBefore.forEach((table, known) -> links.put(table, new LinkedHashSet<>(known)));
            } else {
                connection.commit();
                transactions++;
            }
        } catch (SQLException failed) {
            throw new ControlException("the soak's source refused a transaction: " + failed.getMessage(), failed);
        }
    }

    private List<String> statements() {
        Table table = any(scenario.tables());
        if (keys.get(table.name()).size() < FEWEST_ROWS) {
            return List.of(insert(table));
        }
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> List.of(insert(table));
            case 4, 5 -> List.of(delete(table, keys.get(table.name()).remove()));
            case 6 -> deleteAndInsert(table);
            case 7 -> rename(table);
            case 8 -> swap(table);
            case 9, 10, 11 -> scenario.links().isEmpty() ? List.of(update(table)) : link(any(scenario.links()));
            case 12 -> scenario.links().isEmpty() ? List.of(update(table)) : unlink(any(scenario.links()));
            case 13, 14, 15, 16 -> List.of(renote(table));
            case 17, 18, 19, 20 ->
                List.of(table.references().isEmpty() ? update(table) : point(table, any(table.references())));
            default -> List.of(update(table));
        };
    }

    private String insert(Table table) {
        return insert(table, keys.get(table.name()).make());
    }

    private String insert(Table table, int key) {
        List<String> values = new ArrayList<>(table.key().literals(key));
        values.addAll(
                List.of(name(), note(table, key), amount(), day(), Integer.toString(random.nextInt(10)), closed()));
        table.references().forEach(reference -> values.addAll(named(reference)));
        return "INSERT INTO " + table.name() + " VALUES (" + String.join(", ", values) + ")";
    }

    private String delete(Table table, int key) {
        return "DELETE FROM " + table.name() + " WHERE " + table.key().is(Table.KEY, key);
    }

    private List<String> deleteAndInsert(Table table) {
        int key = keys.get(table.name()).recent();
        return List.of(delete(table, key), insert(table, key));
    }

    private List<String> rename(Table table) {
        Keys known = keys.get(table.name());
        int before = known.recent();
        return List.of(move(table, before, known.rename(before)));
    }

    private List<String> swap(Table table) {
        Keys known = keys.get(table.name());
        int one = known.recent();
        int other = known.any();
        int spare = known.spare();
        return one == other
                ? List.of()
                : List.of(move(table, one, spare), move(table, other, one), move(table, spare, other));
    }

    private String move(Table table, int from, int to) {
        if (everTooLong.contains(refusal(table, from))) {
            everTooLong.add(refusal(table, to));
        }
        List<String> columns = table.key().columns(Table.KEY);
        List<String> literals = table.key().literals(to);
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            assignments.add(columns.get(i) + " = " + literals.get(i));
        }
        return "UPDATE " + table.name() + " SET " + String.join(", ", assignments) + " WHERE "
                + table.key().is(Table.KEY, from);
    }

    private String update(Table table) {
        List<String> changes = new ArrayList<>(Stream.of(
                        "name = " + name(),
                        "amount = " + amount(),
                        "day = " + day(),
                        "kind = " + random.nextInt(10),
                        "closed = " + closed())
                .filter(change -> random.nextInt(3) == 0)
                .toList());
        if (changes.isEmpty()) {
            changes.add("name = " + name());
        }
        return set(table, keys.get(table.name()).recent(), changes);
    }

    private String renote(Table table) {
        int key = keys.get(table.name()).recent();
        return set(table, key, List.of("note = " + note(table, key)));
    }

    private String point(Table table, Reference reference) {
        List<String> columns = columns(reference);
        List<String> values = named(reference);
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            changes.add(columns.get(i) + " = " + values.get(i));
        }
        return set(table, keys.get(table.name()).recent(), changes);
    }

    private String set(Table table, int key, List<String> changes) {
        return "UPDATE " + table.name() + " SET " + String.join(", ", changes) + " WHERE "
                + table.key().is(Table.KEY, key);
    }

    private List<String> columns(Reference reference) {
        List<String> columns = new ArrayList<>();
        if (reference.isPolymorphic()) {
            columns.add(reference.whenColumn());
        }
        for (int i = 0; i < reference.names().size(); i++) {
            columns.addAll(scenario.tableOf(reference.names().get(i)).key().columns(reference.column(i)));
        }
        return columns;
    }

    /** The values of {@link #columns}: of several choices one names a row, and which may be null as well. */
    private List<String> named(Reference reference) {
        List<String> values = new ArrayList<>();
        int choice = random.nextInt(NAMELESS_ONE_IN) == 0
                ? -1
                : random.nextInt(reference.names().size());
        if (reference.isPolymorphic()) {
            values.add(choice < 0 ? "NULL" : "'" + Reference.when(choice) + "'");
        }
        for (int i = 0; i < reference.names().size(); i++) {
            Table named = scenario.tableOf(reference.names().get(i));
            values.addAll(
                    i == choice
                            ? named.key().literals(keys.get(named.name()).named())
                            : named.key().columns("").stream()
                                    .map(part -> "NULL")
                                    .toList());
        }
        return values;
    }

    private List<String> link(LinkMapping mapping) {
        Table one = scenario.tableOf(mapping.first());
        Table other = scenario.tableOf(mapping.second());
        Link link =
                new Link(keys.get(one.name()).named(), keys.get(other.name()).named(), any(REASONS));
        boolean ofItself = mapping.first().equals(mapping.second()) && link.first() == link.second();
        if (ofItself || !links.get(mapping.table()).add(link)) {
            return List.of();
        }
        List<String> values = new ArrayList<>(one.key().literals(link.first()));
        values.addAll(other.key().literals(link.second()));
        return List.of("INSERT INTO " + mapping.table() + " VALUES (" + String.join(", ", values) + ", '"
                + link.reason() + "')");
    }

    private List<String> unlink(LinkMapping mapping) {
        Set<Link> known = links.get(mapping.table());
        if (known.isEmpty()) {
            return List.of();
        }
        Link link = any(List.copyOf(known));
        known.remove(link);
        return List.of("DELETE FROM " + mapping.table() + " WHERE "
                + scenario.tableOf(mapping.first()).key().is(LinkMapping.FIRST, link.first()) + " AND "
                + scenario.tableOf(mapping.second()).key().is(LinkMapping.SECOND, link.second()) + " AND reason = '"
                + link.reason() + "'");
    }

    private String name() {
        String text = any(NAMES) + (random.nextBoolean() ? "" : " " + random.nextInt(1_000));
        return "'" + text.replace("'", "''") + "'";
    }

    private String note(Table table, int key) {
        if (random.nextInt(TOO_LONG_ONE_IN) == 0) {
            everTooLong.add(refusal(table, key));
            return "'" + "n".repeat(Table.LONGEST_NOTE + 1 + random.nextInt(5)) + "'";
        }
        return random.nextInt(5) == 0 ? "NULL" : "'note " + random.nextInt(1_000) + "'";
    }

    private static String refusal(Table table, int key) {
        return table.name() + " " + table.key().key(table.key().texts(key)).text();
    }

    private String amount() {
        return random.nextInt(8) == 0 ? "NULL" : Double.toString(random.nextInt(1_000_000) / 100.0);
    }

    private String day() {
        return random.nextInt(10) == 0 ? "NULL" : "'" + LocalDate.of(1990, 1, 1).plusDays(random.nextInt(12_000)) + "'";
    }

    private String closed() {
        return random.nextInt(4) == 0 ? "true" : "false";
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
