package org.dataferry.capture.dump.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.source.SourceException;

/**
 * What columns of a result are. A type of the database whose texts are of one of ours is that; any other one is text, as are
 * numbers whose digits nobody has limited.
 */
final class ColumnTypes {

    /** Digits of numbers that are surely of 64 bits. */
    private static final int WHOLE_DIGITS = 18;

    private static final int MOST_DIGITS = 38;

    private ColumnTypes() {}

    /** @throws SourceException if the columns cannot be told apart, or a column of the key is not among them */
    static Map<String, DumpType> of(DumpDatabase database, DumpTable table, ResultSetMetaData result)
            throws SQLException {
        Map<String, DumpType> types = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            String name = result.getColumnLabel(i);
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new SourceException("what is read for table " + table.name() + " has the columns " + other
                        + " and " + name + ", which cannot be told apart; name them with AS in a query");
            }
            DumpType type = database.type(result, i);
            boolean isSafe = DumpTable.canBeKey(type) || !table.key().contains(name);
            types.put(name, isSafe ? type : new DumpType.Text());
        }
        for (String key : table.key()) {
            if (!types.containsKey(key)) {
                throw new SourceException("what is read for table " + table.name() + " has no column " + key
                        + ", which is of the key; it has " + String.join(", ", types.keySet()));
            }
        }
        return types;
    }

    /** Whole numbers of 64 bits, and decimals of so many digits as ours have; else text. */
    static DumpType number(int precision, int scale) {
        if (scale == 0 && precision > 0 && precision <= WHOLE_DIGITS) {
            return new DumpType.Whole();
        }
        boolean isKnown = precision > 0 && precision <= MOST_DIGITS && scale >= 0 && scale <= precision;
        return isKnown ? new DumpType.Decimal(precision, scale) : new DumpType.Text();
    }
}
