package org.dataferry.capture.dump;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.DumpLimits;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory that reads files, and that writes to disk what does not fit its limit. For one thread, but for
 * {@link #cancel}. It fetches nothing from the network.
 */
public final class DuckDb implements AutoCloseable {

    private final Connection connection;
    private volatile @Nullable Statement running;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** @param spill folder for what does not fit into memory */
    public static DuckDb open(Path spill, DumpLimits limits) {
        Properties properties = new Properties();
        // Else a result is held in memory as a whole.
        properties.setProperty("jdbc_stream_results", "true");
        try {
            DuckDb database = new DuckDb(DriverManager.getConnection("jdbc:duckdb:", properties));
            database.run("SET memory_limit = '" + limits.memoryMiB() + "MiB'");
            database.run("SET threads = " + limits.threads());
            database.run("SET temp_directory = " + literal(spill.toString()));
            database.run("SET autoinstall_known_extensions = false");
            return database;
        } catch (SQLException failed) {
            throw new SourceException("DuckDB, which reads dumps, does not start: " + failed.getMessage(), failed);
        }
    }

    /** Takes one row of a result. */
    public interface RowTaker {
        void take(ResultSet row) throws SQLException, InterruptedException;
    }

    public void run(String sql) {
        try (Statement statement = statement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw explained(failed);
        } finally {
            running = null;
        }
    }

    /** The one number that a query answers with. */
    public long number(String sql) {
        long[] found = new long[1];
        try {
            read(sql, row -> found[0] = row.getLong(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return found[0];
    }

    /** @return how many rows there were */
    public long read(String sql, RowTaker taker) throws InterruptedException {
        try (Statement statement = statement();
                ResultSet row = statement.executeQuery(sql)) {
            long count = 0;
            while (row.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while reading a dump");
                }
                taker.take(row);
                count++;
            }
            return count;
        } catch (SQLException failed) {
            throw explained(failed);
        } finally {
            running = null;
        }
    }

    /** Adds rows of texts to a table, in batches that are bounded by what they hold. To be closed. */
    public final class Appending implements AutoCloseable {

        /** Beyond which texts go to the table, which spills to disk where memory is short. */
        private static final long MOST_HELD = 16 << 20;

        private final DuckDBAppender appender;
        private long held;

        private Appending(DuckDBAppender appender) {
            this.appender = appender;
        }

        public void add(List<@Nullable String> texts) {
            try {
                appender.beginRow();
                for (String text : texts) {
                    if (text == null) {
                        appender.appendNull();
                    } else {
                        appender.append(text);
                        held += text.length();
                    }
                }
                appender.endRow();
                if (held > MOST_HELD) {
                    appender.flush();
                    held = 0;
                }
            } catch (SQLException failed) {
                throw explained(failed);
            }
        }

        @Override
        public void close() {
            try {
                appender.close();
            } catch (SQLException failed) {
                throw explained(failed);
            }
        }
    }

    public Appending appendTo(String table) {
        try {
            return new Appending(connection.unwrap(DuckDBConnection.class).createAppender(table));
        } catch (SQLException failed) {
            throw explained(failed);
        }
    }

    /** Texts of some columns of a row that follow each other, from 1. */
    public static List<@Nullable String> texts(ResultSet row, int first, int count) throws SQLException {
        List<@Nullable String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(row.getString(first + i));
        }
        return texts;
    }

    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    public static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Ends what is running, from another thread. */
    public void cancel() {
        Statement current = running;
        if (current != null) {
            try {
                current.cancel();
            } catch (SQLException ended) {
                // It has just ended by itself.
            }
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        running = statement;
        return statement;
    }

    private static DuckDbException explained(SQLException failed) {
        // What follows the first paragraph is advice on settings that the user does not have.
        String message =
                String.valueOf(failed.getMessage()).split("\\n\\s*\\n", 2)[0].strip();
        return new DuckDbException(message, failed);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // A database in memory holds nothing afterwards.
        }
    }
}
