package org.dataferry.control.soak.scenario;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.dataferry.schemas.key.SourceKey;
import org.jspecify.annotations.Nullable;

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

    private static final List<String> REASONS = List.of("buys", "pays");

    /** Few, so that a row comes back to what it was: A, B, A. */
    private static final List<String> NAMES =
            List.of("Straße 12", "O'Hara & Søn", "back\\slash", "two\nlines", "漢字かな", "\"quoted\"", "🚢 ahoy", "plain");

    private final Scenario scenario;
    private final SourceDatabase database;
    private final Random random;
    private final Map<String, Keys> keys = new LinkedHashMap<>();
    private final Map<String, Set<Link>> links = new HashMap<>();
    private final Set<String> everTooLong = new HashSet<>();
    private final int fewestRows;
    private long transactions;

    private record Link(int first, int second, String reason) {}

    /** @param fewestRows of a table; with fewer it is only inserted into */
    public Application(Scenario scenario, SourceDatabase database, Random random, int fewestRows) {
        this.scenario = scenario;
        this.database = database;
        this.random = random;
        this.fewestRows = fewestRows;
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
        database.createTables(scenario);
        for (int i = 0; i < rows; i++) {
            database.execute(
                    List.of(insert(scenario.tables().get(i % scenario.tables().size()))));
            if (!scenario.links().isEmpty() && i % 4 == 0) {
                database.execute(link(any(scenario.links())));
            }
        }
        database.commit();
    }

    /** One transaction of the daily business. */
    public void transaction() {
        Map<String, Keys.Snapshot> keysBefore = new HashMap<>();
        keys.forEach((table, known) -> keysBefore.put(table, known.snapshot()));
        Map<String, Set<Link>> linksBefore = new HashMap<>();
        links.forEach((table, known) -> linksBefore.put(table, new LinkedHashSet<>(known)));
        for (int i = random.nextInt(MOST_STATEMENTS); i >= 0; i--) {
            database.execute(statements());
        }
        if (random.nextInt(ROLLED_BACK_ONE_IN) == 0) {
            database.rollback();
            keysBefore.forEach((table, known) -> keys.get(table).restore(known));
            links.clear();
            linksBefore.forEach((table, known) -> links.put(table, new LinkedHashSet<>(known)));
        } else {
            database.commit();
            transactions++;
        }
    }

    private List<RowChange> statements() {
        Table table = any(scenario.tables());
        if (keys.get(table.name()).size() < fewestRows) {
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

    private RowChange insert(Table table) {
        return insert(table, keys.get(table.name()).make());
    }

    private RowChange insert(Table table, int key) {
        Map<String, @Nullable String> values = new LinkedHashMap<>(table.key().values(Table.KEY, key));
        values.put("name", name());
        values.put("note", note(table, key));
        values.put("amount", amount());
        values.put("day", day());
        values.put("kind", kind());
        values.put("closed", closed());
        table.references().forEach(reference -> values.putAll(named(reference)));
        return new RowChange.Insert(table.name(), values);
    }

    private RowChange delete(Table table, int key) {
        return new RowChange.Delete(table.name(), table.key().values(Table.KEY, key));
    }

    private List<RowChange> deleteAndInsert(Table table) {
        int key = keys.get(table.name()).recent();
        return List.of(delete(table, key), insert(table, key));
    }

    private List<RowChange> rename(Table table) {
        Keys known = keys.get(table.name());
        int before = known.recent();
        return List.of(move(table, before, known.rename(before)));
    }

    private List<RowChange> swap(Table table) {
        Keys known = keys.get(table.name());
        int one = known.recent();
        int other = known.any();
        int spare = known.spare();
        return one == other
                ? List.of()
                : List.of(move(table, one, spare), move(table, other, one), move(table, spare, other));
    }

    private RowChange move(Table table, int from, int to) {
        if (everTooLong.contains(refusal(table, from))) {
            everTooLong.add(refusal(table, to));
        }
        return new RowChange.Update(
                table.name(),
                table.key().values(Table.KEY, from),
                new LinkedHashMap<>(table.key().values(Table.KEY, to)));
    }

    private RowChange update(Table table) {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        all.put("name", name());
        all.put("amount", amount());
        all.put("day", day());
        all.put("kind", kind());
        all.put("closed", closed());
        Map<String, @Nullable String> changes = new LinkedHashMap<>(all);
        changes.keySet().removeIf(column -> random.nextInt(3) > 0);
        if (changes.isEmpty()) {
            changes.put("name", name());
        }
        return set(table, keys.get(table.name()).recent(), changes);
    }

    private RowChange renote(Table table) {
        int key = keys.get(table.name()).recent();
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        changes.put("note", note(table, key));
        return set(table, key, changes);
    }

    private RowChange point(Table table, Reference reference) {
        Map<String, @Nullable String> changes = named(reference);
        return set(table, keys.get(table.name()).recent(), changes);
    }

    private static RowChange set(Table table, int key, Map<String, @Nullable String> changes) {
        return new RowChange.Update(table.name(), table.key().values(Table.KEY, key), changes);
    }

    /** The columns of a reference: of several choices one names a row, and which may be null as well. */
    private Map<String, @Nullable String> named(Reference reference) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        int choice = random.nextInt(NAMELESS_ONE_IN) == 0
                ? -1
                : random.nextInt(reference.names().size());
        if (reference.isPolymorphic()) {
            values.put(reference.whenColumn(), choice < 0 ? null : Reference.when(choice));
        }
        for (int i = 0; i < reference.names().size(); i++) {
            Table named = scenario.tableOf(reference.names().get(i));
            if (i == choice) {
                values.putAll(named.key()
                        .values(reference.column(i), keys.get(named.name()).named()));
            } else {
                named.key().columns(reference.column(i)).forEach(part -> values.put(part, null));
            }
        }
        return values;
    }

    private List<RowChange> link(LinkMapping mapping) {
        Table one = scenario.tableOf(mapping.first());
        Table other = scenario.tableOf(mapping.second());
        Link link =
                new Link(keys.get(one.name()).named(), keys.get(other.name()).named(), any(REASONS));
        boolean ofItself = mapping.first().equals(mapping.second()) && link.first() == link.second();
        if (ofItself || !links.get(mapping.table()).add(link)) {
            return List.of();
        }
        return List.of(new RowChange.Insert(mapping.table(), new LinkedHashMap<>(key(mapping, link))));
    }

    private List<RowChange> unlink(LinkMapping mapping) {
        Set<Link> known = links.get(mapping.table());
        if (known.isEmpty()) {
            return List.of();
        }
        Link link = any(List.copyOf(known));
        known.remove(link);
        return List.of(new RowChange.Delete(mapping.table(), key(mapping, link)));
    }

    private Map<String, String> key(LinkMapping mapping, Link link) {
        Map<String, String> key = new LinkedHashMap<>();
        key.putAll(scenario.tableOf(mapping.first()).key().values(LinkMapping.FIRST, link.first()));
        key.putAll(scenario.tableOf(mapping.second()).key().values(LinkMapping.SECOND, link.second()));
        key.put(LinkMapping.REASON, link.reason());
        return key;
    }

    private String name() {
        return any(NAMES) + (random.nextBoolean() ? "" : " " + random.nextInt(1_000));
    }

    private @Nullable String note(Table table, int key) {
        if (random.nextInt(TOO_LONG_ONE_IN) == 0) {
            everTooLong.add(refusal(table, key));
            return "n".repeat(Table.LONGEST_NOTE + 1 + random.nextInt(5));
        }
        return random.nextInt(5) == 0 ? null : "note " + random.nextInt(1_000);
    }

    private static String refusal(Table table, int key) {
        return table.name() + " " + table.key().key(table.key().texts(key)).text();
    }

    private @Nullable String amount() {
        return random.nextInt(8) == 0 ? null : Double.toString(random.nextInt(1_000_000) / 100.0);
    }

    private @Nullable String day() {
        return random.nextInt(10) == 0
                ? null
                : LocalDate.of(1990, 1, 1).plusDays(random.nextInt(12_000)).toString();
    }

    private String kind() {
        return Integer.toString(random.nextInt(10));
    }

    private String closed() {
        return random.nextInt(4) == 0 ? "t" : "f";
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
