package org.dataferry.acceptance.read;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees a migration from outside: its source by JDBC, its log by a consumer of its own, its target by HTTP.
 *
 * @param sourceName what the migration calls its source
 */
public record Witness(
        Connection source, MigrationLog log, DataverseReader target, String sourceName, List<ExpectedEntity> entities)
        implements AutoCloseable {

    /** Of a migration made from {@code examples/northwind}, on embedded servers. */
    public static Witness ofNorthwind(String sourceJdbc, String kafka, URI registry, URI dataverse)
            throws SQLException, InterruptedException {
        return new Witness(
                DriverManager.getConnection(sourceJdbc),
                new MigrationLog(kafka, registry, "northwind"),
                DataverseReader.ofEmulator(dataverse),
                "erp",
                ExpectedEntity.NORTHWIND);
    }

    /** What the target should hold of an entity: by key, each column's canonical text. */
    public Map<String, Map<String, String>> expected(ExpectedEntity entity) throws SQLException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(entity.query())) {
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < entity.columns().size(); i++) {
                    row.put(entity.columns().get(i), Canonical.of(result.getObject(i + 1)));
                }
                rows.put(row.get(entity.key()), row);
            }
        }
        return rows;
    }

    /** What the target holds of an entity: each row's columns with their canonical text. */
    public List<Map<String, String>> actual(ExpectedEntity entity) throws InterruptedException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (var found : target.rows(entity.entitySet(), entity.columns())) {
            Map<String, String> row = new LinkedHashMap<>();
            entity.columns().forEach(column -> row.put(column, Canonical.of(found.path(column))));
            rows.add(row);
        }
        return rows;
    }

    /** The GUID of each row of the target, by the row's key. */
    public Map<String, String> ids(String entity) throws InterruptedException {
        ExpectedEntity rows = entities.stream()
                .filter(one -> one.entity().equals(entity))
                .findFirst()
                .orElseThrow();
        return actualPairs(rows.entitySet(), rows.key(), entity + "id");
    }

    /** The GUID that the lookup of each row holds in the target, by the row's key. */
    public Map<String, String> actual(ExpectedLookup lookup) throws InterruptedException {
        ExpectedEntity rows = entities.stream()
                .filter(one -> one.entity().equals(lookup.entity()))
                .findFirst()
                .orElseThrow();
        return actualPairs(rows.entitySet(), rows.key(), "_" + lookup.column() + "_value");
    }

    /** The GUID that the lookup of each row should hold, by the row's key: none where the target has no such row. */
    public Map<String, String> expected(ExpectedLookup lookup) throws SQLException, InterruptedException {
        Map<String, String> ids = ids(lookup.names());
        Map<String, String> expected = new TreeMap<>();
        for (List<String> pair : pairs(lookup.query())) {
            expected.put(pair.get(0), ids.getOrDefault(pair.get(1), Canonical.of((Object) null)));
        }
        return expected;
    }

    /** The GUIDs of the two rows of each link in the target. */
    public List<List<String>> actual(ExpectedLinks links) throws InterruptedException {
        String first = links.first() + "id";
        String second = links.second() + "id";
        return target.rows(links.entitySet(), List.of(first, second)).stream()
                .map(link -> List.of(Canonical.of(link.path(first)), Canonical.of(link.path(second))))
                .toList();
    }

    /** The GUIDs of the two rows of each link that there should be. */
    public List<List<String>> expected(ExpectedLinks links) throws SQLException, InterruptedException {
        Map<String, String> first = ids(links.first());
        Map<String, String> second = ids(links.second());
        return pairs(links.query()).stream()
                .filter(pair -> first.containsKey(pair.get(0)) && second.containsKey(pair.get(1)))
                .map(pair -> List.of(first.get(pair.get(0)), second.get(pair.get(1))))
                .toList();
    }

    private Map<String, String> actualPairs(String entitySet, String key, String column) throws InterruptedException {
        Map<String, String> values = new TreeMap<>();
        for (var row : target.rows(entitySet, List.of(key, column))) {
            values.put(Canonical.of(row.path(key)), Canonical.of(row.path(column)));
        }
        return values;
    }

    private List<List<String>> pairs(String query) throws SQLException {
        List<List<String>> pairs = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                pairs.add(List.of(Canonical.of(result.getObject(1)), Canonical.of(result.getObject(2))));
            }
        }
        return pairs;
    }

    /** Changes the source, in one transaction. */
    public void change(String... statements) throws SQLException {
        source.setAutoCommit(false);
        try (Statement statement = source.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
            source.commit();
        } catch (SQLException failed) {
            source.rollback();
            throw failed;
        } finally {
            source.setAutoCommit(true);
        }
    }

    @Override
    public void close() throws SQLException {
        try (log) {
            source.close();
        }
    }
}
