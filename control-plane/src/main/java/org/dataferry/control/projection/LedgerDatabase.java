package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.settings.LedgerLimits;

/** Connections to the database of the ledger. */
final class LedgerDatabase {

    /** Of this database, whoever projects: the advisory lock that one projection at a time holds. */
    private static final long LOCK = 0x4665727279L;

    /** A projection that was killed holds its lock until PostgreSQL notices, which is when its statement has ended. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOCK_LOOK = Duration.ofMillis(100);

    private static final String CONNECT_SECONDS = "10";

    /** More than any statement may take, so that it is the server that ends one and not a socket that gives up. */
    private static final Duration BEYOND_STATEMENT = Duration.ofSeconds(30);

    private LedgerDatabase() {}

    /** Without automatic commits. */
    static Connection open(Endpoints.Database database, LedgerLimits limits) throws SQLException {
        return open(database, "ferry ledger", limits.statementTimeout());
    }

    /**
     * Without automatic commits.
     *
     * @param name by which PostgreSQL shows the connection
     */
    static Connection open(Endpoints.Database database, String name, Duration statementTimeout) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", database.user());
        login.setProperty("password", database.password().reveal());
        login.setProperty("ApplicationName", name);
        login.setProperty("connectTimeout", CONNECT_SECONDS);
        login.setProperty("tcpKeepAlive", "true");
        login.setProperty(
                "socketTimeout",
                Long.toString(statementTimeout.plus(BEYOND_STATEMENT).toSeconds()));
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), login);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET statement_timeout = " + statementTimeout.toMillis());
            connection.commit();
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /** Whether PostgreSQL gave a statement up as it took too long. */
    static boolean isTimeout(SQLException failed) {
        return "57014".equals(failed.getSQLState());
    }

    /** Takes the lock for as long as the connection lives. Whether nobody else has it. */
    static boolean lock(Connection connection) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
        while (!tryLock(connection)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOCK_LOOK);
        }
        return true;
    }

    /** Whether some process has the lock. */
    static boolean isKept(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet held = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks l"
                        + " JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()"
                        + " WHERE l.locktype = 'advisory' AND l.objsubid = 1"
                        + " AND (l.classid::bigint << 32 | l.objid::bigint) = " + LOCK + ")")) {
            held.next();
            return held.getBoolean(1);
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet taken = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            taken.next();
            boolean mine = taken.getBoolean(1);
            connection.commit();
            return mine;
        }
    }
}
