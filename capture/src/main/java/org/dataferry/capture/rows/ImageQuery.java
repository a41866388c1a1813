package org.dataferry.capture.rows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.capture.source.RowCondition;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/** Asks PostgreSQL which rows, that it does not have, satisfy a condition. They travel as JSON; nothing is written. */
final class ImageQuery {

    /** Rows in one question: some hundred kilobytes. */
    private static final int MOST = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String sql;

    ImageQuery(SourceTable table, RowCondition condition) {
        String name = TableSql.quoted(table.name().table());
        String columns = condition.columns().stream()
                .sorted()
                .map(column -> "r." + TableSql.quoted(column))
                .collect(Collectors.joining(", "));
        this.sql = "SELECT \"ferry place\" FROM (SELECT e.\"ferry place\", " + columns
                + " FROM pg_catalog.json_array_elements(CAST(? AS pg_catalog.json)) WITH ORDINALITY"
                + " AS e(\"ferry json\", \"ferry place\"), LATERAL pg_catalog.json_populate_record(NULL::"
                + TableSql.quoted(table.name().schema()) + "." + name + ", e.\"ferry json\") AS r) AS " + name
                + " WHERE " + condition.sql();
    }

    Set<SourceKey> satisfying(Connection connection, Map<SourceKey, Map<String, Value>> images) throws SQLException {
        Set<SourceKey> found = new HashSet<>();
        List<SourceKey> keys = new ArrayList<>(images.keySet());
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int from = 0; from < keys.size(); from += MOST) {
                List<SourceKey> some = keys.subList(from, Math.min(keys.size(), from + MOST));
                query.setString(1, json(some, images));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(some.get(row.getInt(1) - 1));
                    }
                }
            }
        }
        return found;
    }

    private static String json(List<SourceKey> keys, Map<SourceKey, Map<String, Value>> images) {
        ArrayNode array = JSON.createArrayNode();
        for (SourceKey key : keys) {
            ObjectNode row = array.addObject();
            images.get(key).forEach((column, value) -> {
                if (value.isPresent()) {
                    row.put(column, KeyText.of(value));
                }
            });
        }
        return array.toString();
    }
}
