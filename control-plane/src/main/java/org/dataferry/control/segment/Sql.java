package org.dataferry.control.segment;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A statement in the making: its text, of constant parts only, and the values that stand for its question marks. */
final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** @param constant text with a question mark for each value; a collection is an array of texts, or of hashes */
    Sql add(String constant, Object... of) {
        text.append(constant);
        values.addAll(List.of(of));
        return this;
    }

    /** Another statement, or part of one. */
    Sql add(Sql other) {
        text.append(other.text);
        values.addAll(other.values);
        return this;
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, bound(connection, values.get(i)));
        }
        return statement;
    }

    private static Object bound(Connection connection, Object value) throws SQLException {
        return switch (value) {
            case Instant moment -> OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
            case Collection<?> several -> array(connection, several);
            default -> value;
        };
    }

    private static Array array(Connection connection, Collection<?> several) throws SQLException {
        boolean areHashes = several.stream().anyMatch(UUID.class::isInstance);
        return connection.createArrayOf(
                areHashes ? "uuid" : "text",
                areHashes
                        ? several.toArray()
                        : several.stream().map(String::valueOf).toArray());
    }
}
