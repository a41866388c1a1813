package org.dataferry.control.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.control.ControlException;

/** Asks the source by JDBC. */
record SourceReader(Connection source) {

    /** Each row's values as texts, numbers without trailing zeros. */
    List<List<String>> query(String sql) {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    Object value = result.getObject(i);
                    row.add(value instanceof Number ? TargetRows.number(value.toString()) : String.valueOf(value));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failed) {
            throw new ControlException("the soak's source cannot be read: " + failed.getMessage(), failed);
        }
    }
}
