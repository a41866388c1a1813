package org.dataferry.sink.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.rows.RowReader;

/** Reads what rows hold in the columns that are about to be written; of a row to be deleted, all that can be read. */
final class OldValueReader {

    private final Lane lane;
    private final RowBodies bodies;

    OldValueReader(Lane lane, RowBodies bodies) {
        this.lane = lane;
        this.bodies = bodies;
    }

    /** One result per row, in their order. */
    List<RowResult> read(TableDefinition table, List<RowTask> rows) throws InterruptedException {
        List<Set<String>> properties =
                rows.stream().map(row -> properties(table, row.write())).toList();
        Set<String> all = new LinkedHashSet<>();
        properties.forEach(all::addAll);
        Map<UUID, ObjectNode> found = new HashMap<>();
        List<UUID> ids = rows.stream().flatMap(row -> row.guid().stream()).toList();
        if (!ids.isEmpty()) {
            switch (reader().rows(table.entitySet(), ids, List.copyOf(all))) {
                case Answer.Succeeded<Map<UUID, ObjectNode>>(Map<UUID, ObjectNode> read) -> found.putAll(read);
                case Answer.Failed<Map<UUID, ObjectNode>>(Failure failure) -> {
                    return Bisection.of(rows, failure, half -> read(table, half));
                }
            }
        }
        List<RowResult> results = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            RowTask row = rows.get(i);
            results.add(
                    row.guid().isPresent()
                            ? values(
                                    table,
                                    Optional.ofNullable(found.get(row.guid().get())),
                                    properties.get(i))
                            : byKey(table, row, properties.get(i)));
        }
        return results;
    }

    private RowResult byKey(TableDefinition table, RowTask row, Set<String> properties) throws InterruptedException {
        Set<String> selected = new LinkedHashSet<>(properties);
        selected.add(table.entitySet().idColumn());
        return switch (reader().row(table.entitySet(), bodies.address(row), List.copyOf(selected))) {
            case Answer.Succeeded<Optional<ObjectNode>>(Optional<ObjectNode> read) -> values(table, read, properties);
            case Answer.Failed<Optional<ObjectNode>>(Failure failure) -> Bisection.single(failure);
        };
    }

    private RowReader reader() {
        return lane.reader().withNamedTables();
    }

    private static RowResult values(TableDefinition table, Optional<ObjectNode> row, Set<String> properties) {
        if (row.isEmpty()) {
            return new RowResult.OldValues(Optional.empty(), Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String property : properties) {
            put(values, property, row.get());
            put(values, property + RowReader.NAMED_TABLE, row.get());
        }
        UUID guid = UUID.fromString(row.get().path(table.entitySet().idColumn()).asText());
        return new RowResult.OldValues(Optional.of(guid), values);
    }

    private static void put(Map<String, String> values, String property, ObjectNode row) {
        JsonNode value = row.get(property);
        if (value != null) {
            values.put(property, Json.write(value));
        }
    }

    /** As the Web API names them when it is read. What the table does not have is refused when it is written. */
    private static Set<String> properties(TableDefinition table, EntityWrite write) {
        Set<String> columns = new LinkedHashSet<>();
        switch (write) {
            case EntityWrite.UpsertRow upsert -> {
                upsert.columns().forEach((name, value) -> {
                    if (!(value instanceof Value.Absent)) {
                        columns.add(name);
                    }
                });
                columns.addAll(upsert.lookups().keySet());
            }
            case EntityWrite.PatchLookup patch -> columns.add(patch.column());
            case EntityWrite.SetState state -> columns.addAll(List.of("statecode", "statuscode"));
            // The old content of a file is not kept.
            case EntityWrite.SetFile file -> {}
            case EntityWrite.DeleteRow delete -> columns.addAll(table.columns().keySet());
            case EntityWrite.Link link -> throw new IllegalStateException("no row of a table: " + link.id());
            case EntityWrite.Unlink unlink -> throw new IllegalStateException("no row of a table: " + unlink.id());
        }
        Set<String> properties = new LinkedHashSet<>();
        columns.forEach(name -> table.column(name)
                .filter(OldValueReader::isReadable)
                .ifPresent(column -> properties.add(property(column))));
        return properties;
    }

    private static String property(ColumnDefinition column) {
        return column.type() instanceof ColumnType.Lookup
                ? "_" + column.logicalName() + "_value"
                : column.logicalName();
    }

    /** What nobody can write is no loss, and among it are columns that cannot be asked for, such as names of lookups. */
    private static boolean isReadable(ColumnDefinition column) {
        boolean isPlain = !(column.type() instanceof ColumnType.Other
                || column.type() instanceof ColumnType.File
                || column.type() instanceof ColumnType.Image);
        return isPlain && (column.validForCreate() || column.validForUpdate());
    }
}
