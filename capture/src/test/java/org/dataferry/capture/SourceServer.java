package org.dataferry.capture;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.capture.source.SourceAddress;

/** A real PostgreSQL with logical decoding; one for all tests of a JVM, a database for each test. */
public final class SourceServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private SourceServer() {}

    private static final class Running {
        static final EmbeddedPostgres POSTGRES = start();
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_replication_slots", "20")
                    .setServerConfig("max_wal_senders", "20")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    postgres.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SourceAddress newDatabase() throws SQLException {
        String name = "source" + DATABASES.incrementAndGet();
        try (Connection connection = Running.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new SourceAddress(
                "jdbc:postgresql://localhost:" + Running.POSTGRES.getPort() + "/" + name, "postgres", "postgres");
    }

    public static Connection connect(SourceAddress address) throws SQLException {
        return java.sql.DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    static boolean isTrue(SourceAddress address, String question) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement();
                java.sql.ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    public static void execute(SourceAddress address, String... statements) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
