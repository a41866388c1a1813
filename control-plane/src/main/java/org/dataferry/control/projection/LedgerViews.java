package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    private final Set<String> made;
    private final Set<String> taken;

    private LedgerViews(Connection connection, boolean granting, Set<String> made, Set<String> taken) {
        this.connection = connection;
        this.granting = granting;
        this.made = made;
        this.taken = taken;
    }

    /** Makes the group where it is not there and may be made, lets it read what there is, and commits. */
    static LedgerViews open(Connection connection) throws SQLException {
        boolean granting = makeAnalyst(connection);
        LedgerViews views = new LedgerViews(
                connection,
                granting,
                texts(connection, "SELECT entity FROM ferry.entity_view"),
                texts(connection, "SELECT relname FROM pg_class WHERE relnamespace = 'ferry'::regnamespace"));
        views.grant(texts(connection, "SELECT viewname FROM pg_views WHERE schemaname = 'ferry'"));
        connection.commit();
        return views;
    }

    /** Does not commit. */
    void make(Collection<String> entities) throws SQLException {
        // In one order, as of two entities that want the same name the first has it.
        for (String entity : new TreeSet<>(entities)) {
            if (!made.contains(entity)) {
                make(entity);
            }
        }
    }

    private void make(String entity) throws SQLException {
        String name = name(entity, taken);
        List<String> names = ofEntity(name);
        BatchWriter.execute(
                connection,
                OF_ENTITY.stream()
                        .map(sql -> sql.replace("${entity}", SqlText.literal(entity))
                                .replace("${all}", SqlText.identifier(names.get(0)))
                                .replace("${success}", SqlText.identifier(names.get(1)))
                                .replace("${error}", SqlText.identifier(names.get(2)))
                                .replace("${parked}", SqlText.identifier(names.get(3))))
                        .toList());
        BatchWriter.execute(
                connection,
                List.of("INSERT INTO ferry.entity_view VALUES (" + SqlText.literal(entity) + ", "
                        + SqlText.literal(name) + ")"));
        grant(names);
        made.add(entity);
        taken.addAll(names);
    }

    /**
     * What the views of an entity begin with: its name. Where that is too long, or a relation has one of the names that
     * come of it, a part of it and of its hash.
     */
    static String name(String entity, Set<String> taken) {
        if (entity.length() <= LONGEST_NAME && Collections.disjoint(taken, ofEntity(entity))) {
            return entity;
        }
        return entity.substring(0, Math.min(entity.length(), LONGEST_NAME - HASH_DIGITS - 1)) + "_"
                + Hash.of(entity).toString().substring(0, HASH_DIGITS);
    }

    private static List<String> ofEntity(String name) {
        return List.of(name, name + "_success", name + "_error", name + "_parked");
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

    private static Set<String> texts(Connection connection, String sql) throws SQLException {
        Set<String> texts = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        }
        return texts;
    }
}
