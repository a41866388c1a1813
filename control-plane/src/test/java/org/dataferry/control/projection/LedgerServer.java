package org.dataferry.control.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.PostgresEndpoint;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.secret.Secret;

/** A real PostgreSQL, one for all tests of a JVM, in which each test has databases of its own. */
final class LedgerServer {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private LedgerServer() {}

    private static final class Running {
        static final PostgresEndpoint ENDPOINT = start();
    }

    private static PostgresEndpoint start() {
        try {
            Path directory = Files.createTempDirectory("ledger-it");
            EmbeddedServers servers = EmbeddedServers.start(
                    new EmbeddedSettings(
                            directory, EnumSet.of(ServerKind.LEDGER_POSTGRES), Ownership.OWNED_BY_THIS_PROCESS),
                    Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> EmbeddedServers.discard(directory, Progress.SILENT)));
            return servers.endpoints().ledger().orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A new one, with nothing in it. */
    static Endpoints.Database database() throws SQLException {
        PostgresEndpoint server = Running.ENDPOINT;
        String name = "ledger" + COUNT.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Endpoints.Database(
                "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), name),
                server.user(),
                new Secret(server.password()),
                true);
    }

    static void execute(Endpoints.Database database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.loginUrl());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows as texts, values with a bar between them. */
    static List<String> query(Endpoints.Database database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.loginUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(rows.getString(column)));
                }
                texts.add(String.join("|", values));
            }
            return texts;
        }
    }

    /** All that stands in the tables of the ledger, in an order of its own. */
    static Map<String, List<String>> dump(Endpoints.Database database) throws SQLException {
        Map<String, List<String>> dump = new TreeMap<>();
        for (String table : query(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'ferry'")) {
            dump.put(
                    table, query(database, "SELECT t::text FROM ferry." + table + " t ORDER BY t::text COLLATE \"C\""));
        }
        return dump;
    }

    /** With all that decisions in it are about. */
    static void write(LedgerSession session, Batch batch) throws SQLException {
        session.write(batch);
        while (session.hasRest()) {
            session.write(new Batch(TableNames.of("erp")));
        }
    }
}
