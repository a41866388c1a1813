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
