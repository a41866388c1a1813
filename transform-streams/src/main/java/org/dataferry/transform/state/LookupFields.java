package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.LookupTarget;

/** Lookups of an image as an Avro array: resolved ones with their GUID, others by the row that they name. */
final class LookupFields {

    static final Schema SCHEMA = SchemaBuilder.record("RowLookup")
            .namespace("org.dataferry.state")
            .fields()
            .requiredString("column")
            .optionalString("row")
            .optionalString("guid")
            .endRecord();

    private LookupFields() {}

    static List<GenericRecord> write(Map<String, LookupTarget> lookups) {
        List<GenericRecord> written = new ArrayList<>(lookups.size());
        lookups.forEach((column, target) -> {
            GenericRecord record = record(column);
            switch (target) {
                case LookupTarget.None ignored -> {}
                case LookupTarget.ByKey(RowId row) -> record.put("row", row.text());
                case LookupTarget.ByGuid(RowId row, UUID guid) -> {
                    record.put("row", row.text());
                    record.put("guid", guid.toString());
                }
            }
            written.add(record);
        });
        return written;
    }

    static Map<String, LookupTarget> read(List<?> written) {
        Map<String, LookupTarget> lookups = new LinkedHashMap<>();
        for (Object item : written) {
            GenericRecord record = (GenericRecord) item;
            Object guid = record.get("guid");
            LookupTarget target = named(record)
                    .<LookupTarget>map(row -> guid == null
                            ? new LookupTarget.ByKey(row)
                            : new LookupTarget.ByGuid(row, UUID.fromString(guid.toString())))
                    .orElse(LookupTarget.NONE);
            lookups.put(record.get("column").toString(), target);
        }
        return lookups;
    }

    static List<GenericRecord> writeNames(Map<String, Optional<RowId>> lookups) {
        List<GenericRecord> written = new ArrayList<>(lookups.size());
        lookups.forEach((column, row) -> {
            GenericRecord record = record(column);
            row.ifPresent(named -> record.put("row", named.text()));
            written.add(record);
        });
        return written;
    }

    static Map<String, Optional<RowId>> readNames(List<?> written) {
        Map<String, Optional<RowId>> lookups = new LinkedHashMap<>();
        for (Object item : written) {
            GenericRecord record = (GenericRecord) item;
            lookups.put(record.get("column").toString(), named(record));
        }
        return lookups;
    }

    private static GenericRecord record(String column) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("column", column);
        return record;
    }

    private static Optional<RowId> named(GenericRecord record) {
        Object row = record.get("row");
        return row == null ? Optional.empty() : Optional.of(RowId.parse(row.toString()));
    }
}
