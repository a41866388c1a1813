package org.dataferry.schemas.envelope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;

/** Reads the row records of an envelope; what a column's type means is worked out once per schema. */
final class RowReader {

    private final Map<Schema, List<Column>> columnsBySchema = new ConcurrentHashMap<>();

    private record Column(String name, int position, SemanticType type) {}

    SourceRow read(GenericRecord row, Set<String> absent, Map<String, Long> withheld) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (Column column : columnsBySchema.computeIfAbsent(row.getSchema(), RowReader::columnsOf)) {
            Long bytes = withheld.get(column.name);
            Value known = bytes == null ? column.type.read(row.get(column.position)) : new Value.Withheld(bytes);
            columns.put(column.name, absent.contains(column.name) ? Value.ABSENT : known);
        }
        return new SourceRow(columns);
    }

    private static List<Column> columnsOf(Schema schema) {
        List<Column> columns = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            String original = field.getProp(EnvelopeFields.NAME_PROPERTY);
            columns.add(new Column(
                    original == null ? field.name() : original, field.pos(), SemanticType.of(field.schema())));
        }
        return List.copyOf(columns);
    }
}
