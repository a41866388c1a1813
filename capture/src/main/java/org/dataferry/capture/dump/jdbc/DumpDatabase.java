package org.dataferry.capture.dump.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.source.SourceException;
import org.jspecify.annotations.Nullable;

/** A database that tables are read from as dumps: how it is asked, and what its values are as texts. */
public sealed interface DumpDatabase permits PostgresDumps, OtherDumps {

    /** For messages: the parameters of a URL may hold a password. */
    String url();

    /** What reads a whole table, by its name as the settings have it. */
    String select(String table);

    /**
     * A connection with a transaction that only reads.
     *
     * @param patience how long the server may take for the next rows
     */
    Connection open(Duration patience) throws SQLException;

    /** @param column from 1 */
    DumpType type(ResultSetMetaData result, int column) throws SQLException;

    /** How the values of a result become texts; what has not changed is the same text each time. */
    Texts texts(ResultSetMetaData result) throws SQLException;

    /** Why nothing can be read of it, in words for people. */
    SourceException unreachable(SQLException failed);

    /** What would help where a statement fails, behind the server's own words; may be empty. */
    String advice(SQLException failed);

    /** The texts of one row. */
    interface Texts {
        List<@Nullable String> of(ResultSet row) throws SQLException;
    }
}
