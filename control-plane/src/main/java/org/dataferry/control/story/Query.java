package org.dataferry.control.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the ledger; each row of an answer is a JSON object whose fields are the names in the statement. */
final class Query {

    /** Exact decimals stay as they are. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Connection ledger;

    Query(Connection ledger) {
        this.ledger = ledger;
    }

    /**
     * @param sql a SELECT that names its columns as the document is to
     * @param values a collection is an array of texts, to be cast where it is of others
     */
    List<ObjectNode> rows(String sql, @Nullable Object... values) throws SQLException {
        List<ObjectNode> rows = new ArrayList<>();
        try (PreparedStatement statement =
                ledger.prepareStatement("SELECT row_to_json(x)::text FROM (" + sql + ") x")) {
            bind(statement, values);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add((ObjectNode) JSON.readTree(found.getString(1)));
                }
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL writes JSON", impossible);
        }
        return rows;
    }

    /** How many rows a SELECT has, counted up to a number. */
    long count(String sql, long most, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement =
                ledger.prepareStatement("SELECT count(*) FROM (" + sql + " LIMIT " + most + ") x")) {
            bind(statement, values);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Collection<?> several) {
                statement.setArray(i + 1, array(several));
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    private Array array(Collection<?> values) throws SQLException {
        return ledger.createArrayOf("text", values.stream().map(String::valueOf).toArray());
    }
}
