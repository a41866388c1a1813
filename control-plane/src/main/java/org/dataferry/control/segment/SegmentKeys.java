package org.dataferry.control.segment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.settings.SettingsException;

/**
 * The source rows that keys name, in each table. Those of rows that were ever written are found at once; the changes are looked
 * through only of tables where a key is not found so, such as one whose mapping is new.
 */
final class SegmentKeys {

    private static final String ROWS = """
            SELECT c.source_table, c.source_hash
            FROM unnest(?::text[]) AS k (key)
            JOIN ferry.row r ON r.plain_key = k.key AND r.entity = ANY(?)
            CROSS JOIN LATERAL ferry.source_rows(r.row_hash) c
            WHERE c.source_table = ANY(?)
            """;

    private static final String CHANGES = """
            SELECT DISTINCT c.source_table, c.plain_key, c.source_key, c.source_hash FROM ferry.change c
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
        Set<String> nowhere = new LinkedHashSet<>();
        Map<String, Set<String>> missing = new HashMap<>();
        for (String key : keys) {
            Found found = ofRows(key);
            sources.addAll(found.sources());
            if (found.tables().isEmpty()) {
                nowhere.add(key);
            }
            tables.stream()
                    .filter(table -> !found.tables().contains(table))
                    .forEach(table -> missing.computeIfAbsent(table, first -> new HashSet<>())
                            .add(key));
        }
        if (!missing.isEmpty()) {
            sources.addAll(ofChanges(missing, nowhere));
        }
        if (!nowhere.isEmpty()) {
            throw new SettingsException("--key " + nowhere.iterator().next() + " is no row of "
                    + String.join(", ", tables.stream().sorted().toList())
                    + ". A key is its value, such as ALFKI; its values with commas between them, such as 10248,42; or"
                    + " its canonical text, as in the topics");
        }
        return sources;
    }

    private record Found(Set<UUID> sources, Set<String> tables) {}

    /** A canonical text is known by the plain key that it has; the plain key of another row may look like it. */
    private Found ofRows(String key) throws SQLException {
        Found found = new Found(new HashSet<>(), new HashSet<>());
        ofRows(key.stripTrailing(), Optional.empty(), found);
        Optional<String> plain = plain(key);
        if (plain.isPresent()) {
            ofRows(plain.get(), Optional.of(key), found);
        }
        return found;
    }

    private void ofRows(String plain, Optional<String> canonical, Found found) throws SQLException {
        Sql sql = new Sql().add(ROWS, List.of(plain), entities, tables);
        canonical.ifPresent(text -> sql.add(" AND c.source_key = ?", text));
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.tables().add(rows.getString(1));
                found.sources().add(rows.getObject(2, UUID.class));
            }
        }
    }

    /**
     * @param missing by table; the changes are read once for all of them
     * @param nowhere loses what is found
     */
    private Set<UUID> ofChanges(Map<String, Set<String>> missing, Set<String> nowhere) throws SQLException {
        Set<String> keys = new HashSet<>();
        missing.values().forEach(keys::addAll);
        Set<UUID> sources = new HashSet<>();
        try (PreparedStatement statement =
                        new Sql().add(CHANGES, missing.keySet(), keys, keys).prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Set<String> ofTable = missing.getOrDefault(rows.getString(1), Set.of());
                for (String key : List.of(rows.getString(2), rows.getString(3))) {
                    if (ofTable.contains(key)) {
                        nowhere.remove(key);
                        sources.add(rows.getObject(4, UUID.class));
                    }
                }
            }
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
