package org.dataferry.capture.source;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The publication that says which tables' changes the source sends. It is ours, so it always holds what we want. */
public final class Publication {

    private static final int FIRST_WITH_GENERATED_COLUMNS = 180_000;

    private Publication() {}

    /**
     * Whether the source sends columns GENERATED … STORED with a change; before PostgreSQL 18 it sends no generated
     * column, so a snapshot must not read them either.
     */
    public static boolean sendsGeneratedColumns(SourceSession session) {
        return session.call(() -> version(session) >= FIRST_WITH_GENERATED_COLUMNS);
    }

    /**
     * Makes the publication, or changes its tables to those.
     *
     * @throws SourceException if the role may not; the message says what an owner of the tables has to run
     */
    public static void ensure(SourceSession session, ReplicationNames names, Collection<TableName> tables) {
        Set<TableName> wanted = new TreeSet<>(tables);
        String list = wanted.stream().map(Publication::quoted).collect(Collectors.joining(", "));
        boolean generated = sendsGeneratedColumns(session);
        if (!exists(session, names)) {
            String options =
                    "publish_via_partition_root = true" + (generated ? ", publish_generated_columns = stored" : "");
            run(
                    session,
                    "CREATE PUBLICATION " + quoted(names.publication()) + " FOR TABLE " + list + " WITH (" + options
                            + ")");
        } else if (!published(session, names).equals(wanted)) {
            run(session, "ALTER PUBLICATION " + quoted(names.publication()) + " SET TABLE " + list);
        }
    }

    private static int version(SourceSession session) throws SQLException {
        return session.connection().getMetaData().getDatabaseMajorVersion() * 10_000;
    }

    private static boolean exists(SourceSession session, ReplicationNames names) {
        return session.call(() -> {
            try (PreparedStatement statement =
                    session.connection().prepareStatement("SELECT FROM pg_catalog.pg_publication WHERE pubname = ?")) {
                statement.setString(1, names.publication());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    private static Set<TableName> published(SourceSession session, ReplicationNames names) {
        return session.call(() -> {
            Set<TableName> tables = new TreeSet<>();
            try (PreparedStatement statement = session.connection()
                    .prepareStatement(
                            "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE pubname = ?")) {
                statement.setString(1, names.publication());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        tables.add(new TableName(row.getString(1), row.getString(2)));
                    }
                }
            }
            return tables;
        });
    }

    private static void run(SourceSession session, String command) {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(command);
        } catch (SQLException refused) {
            throw new SourceException(
                    "the source did not accept the publication (" + refused.getMessage()
                            + "). An owner of the tables who may create in the database can run it: " + command,
                    refused);
        }
    }

    private static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.table());
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
