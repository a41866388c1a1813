package org.dataferry.control.endpoint;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SourceSettings;

/**
 * Where the sources are that Ferry starts: databases of one server. The first one is the server's own database; each other has
 * one that is called by its name, and made when it is not there.
 */
final class EmbeddedSources {

    private EmbeddedSources() {}

    /**
     * @param own the server's own database
     * @param name of a source for which nothing is configured
     */
    static Endpoints.Database database(Endpoints.Database own, MigrationSettings settings, String name) {
        String first = settings.sources().stream()
                .filter(SourceSettings::isEmbedded)
                .map(SourceSettings::name)
                .findFirst()
                .orElseThrow();
        if (first.equals(name)) {
            return own;
        }
        // Never the name of a database that the server has of itself.
        String database = "source-" + name;
        try (Connection connection = DriverManager.getConnection(own.loginUrl())) {
            if (!exists(connection, database)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE \"" + database + "\"");
                }
            }
        } catch (SQLException failed) {
            throw new ControlException("the database of source '" + name + "' could not be made", failed);
        }
        String server = own.jdbcUrl().substring(0, own.jdbcUrl().lastIndexOf('/') + 1);
        return new Endpoints.Database(server + database, own.user(), own.password(), true);
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }
}
