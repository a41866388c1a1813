package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views of each entity and relationship, made when it is first met, and who may read them. */
final class LedgerViews {

    /** A group that an administrator grants to people; it reads views and nothing else. */
    static final String ANALYST = "ferry_analyst";

    /** PostgreSQL cuts longer names off; the longest ending is {@code _success}. */
    private static final int LONGEST_NAME = 63 - "_success".length();

    private static final int HASH_DIGITS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerViews.class);

    private static final List<String> OF_ENTITY = SqlText.statements("entity-views.sql");

    private final Connection connection;
    private final boolean granting;
    private final Set<String> views;

    private LedgerViews(Connection connection, boolean granting, Set<String> views) {
        this.connection = connection;
        this.granting = granting;
        this.views = views;
    }

    /** Makes the group where it is not there and may be made, lets it read what there is, and commits. */
    static LedgerViews open(Connection connection) throws SQLException {
        boolean granting = makeAnalyst(connection);
        LedgerViews views = new LedgerViews(connection, granting, new HashSet<>(names(connection)));
        views.grant(views.views);
        connection.commit();
        return views;
    }

    /** Does not commit. */
    void make(Collection<String> entities) throws SQLException {
        for (String entity : entities) {
            String name = name(entity);
            List<String> names = List.of(name, name + "_success", name + "_error", name + "_parked");
            if (!views.containsAll(names)) {
                BatchWriter.execute(
                        connection,
                        OF_ENTITY.stream()
                                .map(sql -> sql.replace("${entity}", SqlText.literal(entity))
                                        .replace("${all}", SqlText.identifier(names.get(0)))
                                        .replace("${success}", SqlText.identifier(names.get(1)))
                                        .replace("${error}", SqlText.identifier(names.get(2)))
                                        .replace("${parked}", SqlText.identifier(names.get(3))))
                                .toList());
                grant(names);
                views.addAll(names);
            }
        }
    }

    /** What the views of an entity begin with: its name, and of a long one the beginning. */
    static String name(String entity) {
        return entity.length() <= LONGEST_NAME
                ? entity
                : entity.substring(0, LONGEST_NAME - HASH_DIGITS - 1) + "_"
                        + Hash.of(entity).toString().substring(0, HASH_DIGITS);
    }

    private void grant(Collection<String> names) throws SQLException {
        if (granting) {
            BatchWriter.execute(
                    connection,
                    names.stream()
                            .map(name -> "GRANT SELECT ON ferry." + SqlText.identifier(name) + " TO " + ANALYST)
                            .toList());
        }
    }

    private static boolean makeAnalyst(Connection connection) throws SQLException {
        try {
            if (!hasAnalyst(connection)) {
                BatchWriter.execute(connection, List.of("CREATE ROLE " + ANALYST + " NOLOGIN"));
            }
            BatchWriter.execute(connection, List.of("GRANT USAGE ON SCHEMA ferry TO " + ANALYST));
            connection.commit();
            return true;
        } catch (SQLException refused) {
            // On a server of somebody else the ledger's user may make no roles; or another database makes it this
            // moment.
            connection.rollback();
            LOG.warn("Role {} cannot be made; views are for the ledger's own user: {}", ANALYST, refused.getMessage());
            return false;
        }
    }

    private static boolean hasAnalyst(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT FROM pg_roles WHERE rolname = " + SqlText.literal(ANALYST))) {
            return found.next();
        }
    }

    private static Set<String> names(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT viewname FROM pg_views WHERE schemaname = 'ferry'")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }
}
