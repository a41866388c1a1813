package org.dataferry.schemas.avro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.value.Value;

/** Columns by name as an Avro array, in their order: in a write, and wherever an image of a row is kept. */
public final class ColumnsCodec {

    private static final Schema ARRAY =
            AvroSchemas.ENTITY_WRITE.getField("columns").schema();

    static final Schema COLUMN = ARRAY.getElementType();

    private ColumnsCodec() {}

    /** The type of what {@link #write} makes. */
    public static Schema schema() {
        return ARRAY;
    }

    public static List<GenericRecord> write(Map<String, Value> columns) {
        List<GenericRecord> written = new ArrayList<>(columns.size());
        columns.forEach((name, value) -> written.add(write(name, value)));
        return written;
    }

    public static Map<String, Value> read(List<?> written) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (Object item : written) {
            GenericRecord column = (GenericRecord) item;
            columns.put(AvroSchemas.text(column, "name"), ValueCodec.read(column.get("value")));
        }
        return columns;
    }

    static GenericRecord write(String name, Value value) {
        GenericRecord column = new GenericData.Record(COLUMN);
        column.put("name", name);
        column.put("value", ValueCodec.write(value));
        return column;
    }
}
