package org.dataferry.control.segment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.StepParts;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Finds the rows of segments in the ledger.
 *
 * @param names how the ledger names tables
 * @param mapped the tables that each entity and relationship is made of
 */
public record SegmentRows(TableNames names, Map<String, Set<SourceTable>> mapped) {

    /** Rows that the driver holds at a time. */
    private static final int FETCH_SIZE = 2_000;

    private static final SegmentRow.Standing[] STANDINGS = SegmentRow.Standing.values();

    public SegmentRows {
        mapped = Map.copyOf(mapped);
    }

    /**
     * Tells of each source row of a segment once for each entity: first of those that are chosen, then of dependants, then of
     * those that are left out. Dependants are told of whether or not the segment asks for them.
     *
     * @throws SettingsException if the segment names an entity without mapping, a table that none is made of, or a key of none
     * @throws org.dataferry.control.ControlException if the ledger does not answer, or not in time
     */
    public void forEach(LedgerReading ledger, Segment segment, Consumer<SegmentRow> consumer) {
        requireMapped(segment);
        StepParts parts = new StepParts();
        ledger.read(connection -> {
            try (PreparedStatement statement = query(connection, segment).sql().prepare(connection)) {
                statement.setFetchSize(FETCH_SIZE);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        consumer.accept(row(rows, parts));
                    }
                }
            }
        });
    }

    private SegmentQuery query(Connection connection, Segment segment) throws SQLException {
        if (segment.keys().isEmpty()) {
            return new SegmentQuery(segment, names, mapped, Optional.empty());
        }
        Set<String> entities = segment.entities().isEmpty() ? mapped.keySet() : segment.entities();
        Set<String> tables = segment.tables().isEmpty() ? tables(entities) : segment.tables();
        Set<UUID> keyed = new SegmentKeys(connection, entities, tables).sources(segment.keys());
        return new SegmentQuery(segment, names, mapped, Optional.of(keyed));
    }

    private SegmentRow row(ResultSet row, StepParts parts) throws SQLException {
        SourceTable table = names.parse(row.getString(2));
        return new SegmentRow(
                parts.step(row.getString(1), table, SourceKey.parse(row.getString(3))),
                STANDINGS[row.getInt(4) - 1],
                row.getBoolean(5),
                Optional.ofNullable(row.getString(6)).map(RejectionReason::valueOf));
    }

    /** @throws SettingsException if the segment names an entity without mapping, or a table that none is made of */
    public void requireMapped(Segment segment) {
        for (String entity : segment.entities()) {
            if (!mapped.containsKey(entity)) {
                throw new SettingsException("--entity " + entity + " has no mapping; there are mappings for "
                        + String.join(", ", new TreeMap<>(mapped).keySet()));
            }
        }
        Set<String> known = tables(mapped.keySet());
        for (String table : segment.tables()) {
            if (!known.contains(table)) {
                throw new SettingsException("--table " + table + " is no table that rows are made of; those are "
                        + String.join(", ", known));
            }
        }
    }

    private Set<String> tables(Set<String> entities) {
        return entities.stream()
                .flatMap(entity -> mapped.get(entity).stream())
                .map(names::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
