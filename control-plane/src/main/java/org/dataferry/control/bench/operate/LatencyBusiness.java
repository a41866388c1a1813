package org.dataferry.control.bench.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.control.ControlException;

/** A migration of one wide table, 38 columns of which two are lookups, and of the two tables that they name. */
final class LatencyBusiness {

    static final String MIGRATION = "bench-latency";
    static final String SOURCE = "erp";
    static final String WIDE = "orders";
    static final String ENTITY = "ben_order";
    static final int PARTITIONS = 4;
    static final int PARENTS = 1_000;

    private static final List<String> PARENT_TABLES = List.of("clinics", "people");

    /** As many columns of each as a business table has about: 36 with the key, and two lookups. */
    private static final int TEXTS = 15;

    private static final int NUMBERS = 8;
    private static final int AMOUNTS = 6;
    private static final int DATES = 3;
    private static final int MOMENTS = 3;

    private final List<String> columns = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final List<String> mapped = new ArrayList<>();

    LatencyBusiness() {
        add("text", TEXTS, "text", "'value ' || n || ' of a column'", "text(100)");
        add("number", NUMBERS, "integer", "n", "whole");
        add("amount", AMOUNTS, "numeric(12,2)", "n * 0.25", "decimal(2)");
        add("day", DATES, "date", "date '2020-01-01' + n % 1000", "date");
        add(
                "moment",
                MOMENTS,
                "timestamptz",
                "timestamptz '2020-01-01 00:00Z' + n * interval '1 minute'",
                "datetime(userLocal)");
    }

    private void add(String name, int count, String type, String value, String target) {
        for (int i = 0; i < count; i++) {
            columns.add(name + i);
            types.add(type);
            values.add(value);
            mapped.add("  ben_" + name + i + ": { column: " + name + i + ", type: " + target + " }");
        }
    }

    /** @param commits the longest pause between commits of transform and of the sink, in milliseconds */
    void writeFolder(Path folder, int dashboardPort, long commits) {
        try {
            Files.createDirectories(folder.resolve("mappings"));
            Files.writeString(folder.resolve("migration.yaml"), """
                    migration: %s
                    partitions: %d
                    source: { name: %s }
                    target: { prefix: ben }
                    dashboard: { port: %d }
                    limits:
                      transform: { commitInterval: %dms }
                      sink: { commitInterval: %dms }
                      # transform is timed alone, so nothing that it sends comes to its end
                      replay: { window: 10000000 }
                    """.formatted(
                            MIGRATION, PARTITIONS, SOURCE, dashboardPort, commits, commits));
            for (String parent : PARENT_TABLES) {
                Files.writeString(
                        folder.resolve("mappings/" + parent + ".yaml"), """
                        entity: ben_%s
                        from: public.%s
                        table: { displayName: %s, displayCollectionName: All %s, primaryName: ben_name }
                        columns:
                          ben_name: { column: name, type: text(100) }
                        """.formatted(parent, parent, parent, parent));
            }
            Files.writeString(folder.resolve("mappings/" + WIDE + ".yaml"), """
                    entity: %s
                    from: public.%s
                    table: { displayName: Order, displayCollectionName: Orders, primaryName: ben_name }
                    columns:
                      ben_name: { cel: "string(id)", type: text(100) }
                    %s
                    lookups:
                      ben_clinicid: { to: ben_clinics, by: clinic, type: lookup, label: Clinic }
                      ben_personid: { to: ben_people, by: person, type: lookup, label: Person }
                    """.formatted(
                            ENTITY, WIDE, String.join("\n", mapped)));
        } catch (IOException failed) {
            throw new ControlException(folder + " cannot be written: " + failed, failed);
        }
    }

    /** All rows, in one transaction. */
    String load(int rows) {
        StringBuilder sql = new StringBuilder("BEGIN;\n");
        for (String parent : PARENT_TABLES) {
            sql.append("CREATE TABLE %s (id integer PRIMARY KEY, name text NOT NULL);\n".formatted(parent));
            sql.append("INSERT INTO %s SELECT n, 'Name ' || n FROM generate_series(1, %d) n;\n"
                    .formatted(parent, PARENTS));
        }
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            definitions.append(", ").append(columns.get(i)).append(' ').append(types.get(i));
        }
        sql.append("CREATE TABLE %s (id integer PRIMARY KEY, clinic integer, person integer%s);\n"
                .formatted(WIDE, definitions));
        sql.append("INSERT INTO %s SELECT n, 1 + n %% %d, 1 + n %% %d, %s FROM generate_series(1, %d) n;\nCOMMIT"
                .formatted(WIDE, PARENTS, PARENTS, values.stream().collect(Collectors.joining(", ")), rows));
        return sql.toString();
    }

    /** Of one row: text, number, key. */
    String update() {
        return "UPDATE " + WIDE + " SET text0 = ?, number0 = ? WHERE id = ?";
    }
}
