package org.dataferry.schemas.avro;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
import org.dataferry.schemas.value.OrderedMap;
import org.dataferry.schemas.value.Value;

/**
 * Columns by name as an Avro array, in their order: in a write, and wherever an image of a row is kept.
 *
 * <p>Each row that passes is written so three times over, with some dozens of columns. So they go to the encoder as they
 * are, by {@link ColumnsWriter}, and no Avro records are made of them; the bytes are those that Avro would write.
 */
public final class ColumnsCodec {

    static final Schema ARRAY = AvroSchemas.ENTITY_WRITE.getField("columns").schema();

    /** Where name and value stand in the record of a column. */
    static final int NAME = ARRAY.getElementType().getField("name").pos();

    static final int VALUE = ARRAY.getElementType().getField("value").pos();

    private ColumnsCodec() {}

    /** The type of what {@link #write} makes. */
    public static Schema schema() {
        return ARRAY;
    }

    /** Content for a field of this {@link #schema}, in a record that is given to {@link ConfluentAvro}. */
    public static Object write(Map<String, Value> columns) {
        return new Unwritten(columns);
    }

    public static Map<String, Value> read(List<?> written) {
        OrderedMap.Builder<Value> columns = new OrderedMap.Builder<>(written.size());
        for (Object item : written) {
            GenericRecord column = (GenericRecord) item;
            columns.put(column.get(NAME).toString(), ValueCodec.read(column.get(VALUE)));
        }
        return columns.build();
    }

    /** Columns on their way to the encoder. */
    record Unwritten(Map<String, Value> columns) {

        void write(Encoder out) throws IOException {
            out.writeArrayStart();
            out.setItemCount(columns.size());
            for (Map.Entry<String, Value> column : columns.entrySet()) {
                out.startItem();
                out.writeString(column.getKey());
                ValueCodec.write(column.getValue(), out);
            }
            out.writeArrayEnd();
        }
    }
}
