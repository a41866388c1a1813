package org.dataferry.schemas.avro;

import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** The fields by which a record names a write: row, part and column; its cause stands there too or is known. */
final class WriteIdFields {

    private WriteIdFields() {}

    static void writeWithCause(GenericRecord record, WriteId id) {
        record.put("cause", id.cause().text());
        write(record, id);
    }

    static void write(GenericRecord record, WriteId id) {
        record.put("row", id.row().text());
        record.put("part", AvroSchemas.symbol(record.getSchema(), "part", id.part()));
        record.put("partColumn", id.column().isEmpty() ? null : id.column());
    }

    static WriteId readWithCause(GenericRecord record) {
        return read(record, Cause.parse(AvroSchemas.text(record, "cause")));
    }

    static WriteId read(GenericRecord record, Cause cause) {
        String column = AvroSchemas.textOrNull(record, "partColumn");
        return new WriteId(
                cause,
                RowId.parse(AvroSchemas.text(record, "row")),
                AvroSchemas.constant(Part.class, record, "part"),
                column == null ? "" : column);
    }
}
