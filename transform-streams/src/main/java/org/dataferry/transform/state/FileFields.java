package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.write.WriteId;

/** {@link FilePart}s by column as Avro records. */
final class FileFields {

    static final Schema SCHEMA = SchemaBuilder.record("FilePart")
            .namespace("org.dataferry.state")
            .fields()
            .requiredString("column")
            .optionalString("applied")
            .optionalLong("underwayVersion")
            .optionalString("underway")
            .optionalString("heldWrite")
            .optionalString("held")
            .endRecord();

    private FileFields() {}

    static List<GenericRecord> write(Map<String, FilePart> files) {
        List<GenericRecord> records = new ArrayList<>(files.size());
        files.forEach((column, file) -> {
            GenericRecord record = new GenericData.Record(SCHEMA);
            record.put("column", column);
            file.applied().ifPresent(print -> record.put("applied", print.text()));
            file.underway().ifPresent(sent -> {
                record.put("underwayVersion", sent.version());
                record.put("underway", sent.print().text());
            });
            file.held().ifPresent(held -> {
                record.put("heldWrite", held.write().text());
                record.put("held", held.print().text());
            });
            records.add(record);
        });
        return records;
    }

    static Map<String, FilePart> read(List<?> records) {
        Map<String, FilePart> files = new TreeMap<>();
        for (Object item : records) {
            GenericRecord record = (GenericRecord) item;
            files.put(
                    record.get("column").toString(),
                    new FilePart(
                            print(record, "applied"),
                            print(record, "underway")
                                    .map(print -> new FilePart.Underway((Long) record.get("underwayVersion"), print)),
                            print(record, "held")
                                    .map(print -> new FilePart.Held(
                                            WriteId.parse(
                                                    record.get("heldWrite").toString()),
                                            print))));
        }
        return files;
    }

    private static Optional<FilePrint> print(GenericRecord record, String which) {
        return Optional.ofNullable(record.get(which)).map(text -> new FilePrint(text.toString()));
    }
}
