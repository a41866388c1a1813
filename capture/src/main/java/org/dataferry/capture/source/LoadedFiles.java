package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The note of loaded files in the source, {@code ferry_loader.loaded_files}. Every name is qualified: a dump may empty the
 * search path. The schema must not be called as a user is, or that user's search path would begin with it.
 */
final class LoadedFiles {

    /** Any number that is the same everywhere: two loaders wait for each other. */
    private static final long LOCK = 0x6665727279L;

    private final Connection connection;

    LoadedFiles(Connection connection) {
        this.connection = connection;
    }

    /** Makes sure of the table, and that nobody else loads until this transaction ends. */
    void lock() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS ferry_loader");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS ferry_loader.loaded_files (
                      sha256 text PRIMARY KEY,
                      file_name text NOT NULL,
                      statements bigint NOT NULL,
                      copied_rows bigint NOT NULL,
                      loaded_at timestamptz NOT NULL)""");
        }
    }

    boolean contains(String sha256) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 FROM ferry_loader.loaded_files WHERE sha256 = ?")) {
            query.setString(1, sha256);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    void add(LoadedScript.Loaded loaded, String fileName) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO ferry_loader.loaded_files VALUES (?, ?, ?, ?, pg_catalog.now())")) {
            insert.setString(1, loaded.sha256());
            insert.setString(2, fileName);
            insert.setLong(3, loaded.statements());
            insert.setLong(4, loaded.copiedRows());
            insert.executeUpdate();
        }
    }
}
