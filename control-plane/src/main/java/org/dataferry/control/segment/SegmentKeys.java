package org.dataferry.control.segment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.settings.SettingsException;

/**
 * The source rows that keys name. Those of rows that were ever written are found at once; the changes are looked through only
 * for the others, as those of a table whose mapping is new.
 */
final class SegmentKeys {

    private static final String ROWS = """
            SELECT k.key, c.source_hash
            FROM unnest(?::text[]) AS k (key)
            JOIN ferry.row r ON r.plain_key = k.key AND r.entity = ANY(?)
            CROSS JOIN LATERAL ferry.source_rows(r.row_hash) c
            WHERE c.source_table = ANY(?)
            """;

    private static final String CHANGES = """
            SELECT DISTINCT c.plain_key, c.source_key, c.source_hash FROM ferry.change c
            WHERE c.source_table = ANY(?) AND (c.plain_key = ANY(?) OR c.source_key = ANY(?))
            """;

    private final Connection connection;
    private final Set<String> entities;
    private final Set<String> tables;

    SegmentKeys(Connection connection, Set<String> entities, Set<String> tables) {
        this.connection = connection;
        this.entities = entities;
        this.tables = tables;
    }

    /** @throws SettingsException if a key names none */
    Set<UUID> sources(Set<String> keys) throws SQLException {
        Set<UUID> sources = new HashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String key : keys) {
            Set<UUID> found = ofRows(key);
            sources.addAll(found);
            if (found.isEmpty()) {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            sources.addAll(ofChanges(missing));
        }
        return sources;
    }

    /** A canonical text is known by the plain key that it has; the plain key of another row may look like it. */
    private Set<UUID> ofRows(String key) throws SQLException {
        Set<UUID> sources = new HashSet<>(ofRows(key.stripTrailing(), Optional.empty()));
        Optional<String> plain = plain(key);
        if (plain.isPresent()) {
            sources.addAll(ofRows(plain.get(), Optional.of(key)));
        }
        return sources;
    }

    private Set<UUID> ofRows(String plain, Optional<String> canonical) throws SQLException {
        Sql sql = new Sql().add(ROWS, List.of(plain), entities, tables);
        canonical.ifPresent(text -> sql.add(" AND c.source_key = ?", text));
        Set<UUID> sources = new HashSet<>();
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sources.add(rows.getObject(2, UUID.class));
            }
        }
        return sources;
    }

    private Set<UUID> ofChanges(Set<String> keys) throws SQLException {
        Set<String> missing = new LinkedHashSet<>(keys);
        Set<UUID> sources = new HashSet<>();
        try (PreparedStatement statement =
                        new Sql().add(CHANGES, tables, keys, keys).prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                missing.remove(rows.getString(1));
                missing.remove(rows.getString(2));
                sources.add(rows.getObject(3, UUID.class));
            }
        }
        if (!missing.isEmpty()) {
            throw new SettingsException("--key " + missing.iterator().next() + " is no row of "
                    + String.join(", ", tables.stream().sorted().toList())
                    + ". A key is its value, such as ALFKI; its values with commas between them, such as 10248,42; or"
                    + " its canonical text, as in the topics");
        }
        return sources;
    }

    private static Optional<String> plain(String key) {
        try {
            return Optional.of(PlainKey.of(SourceKey.parse(key)));
        } catch (KeyFormatException none) {
            return Optional.empty();
        }
    }
}
