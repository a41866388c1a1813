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

/** Lookups of an image as an Avro array: bound ones with row and GUID, and the row that is named where it is merged. */
final class LookupFields {

    static final Schema SCHEMA = SchemaBuilder.record("RowLookup")
            .namespace("org.dataferry.state")
            .fields()
            .requiredString("column")
            .optionalString("row")
            .optionalString("guid")
            .optionalString("named")
            .endRecord();

    private LookupFields() {}

    static List<GenericRecord> write(Map<String, BoundLookup> lookups) {
        List<GenericRecord> written = new ArrayList<>(lookups.size());
        lookups.forEach((column, lookup) -> {
            GenericRecord record = record(column);
            if (!lookup.named().equals(lookup.row())) {
                lookup.named().ifPresent(row -> record.put("named", row.text()));
            }
            switch (lookup.target()) {
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

    static Map<String, BoundLookup> read(List<?> written) {
        Map<String, BoundLookup> lookups = new LinkedHashMap<>();
        for (Object item : written) {
            GenericRecord record = (GenericRecord) item;
            Object guid = record.get("guid");
            LookupTarget target = row(record)
                    .<LookupTarget>map(row -> guid == null
                            ? new LookupTarget.ByKey(row)
                            : new LookupTarget.ByGuid(row, UUID.fromString(guid.toString())))
                    .orElse(LookupTarget.NONE);
            Object named = record.get("named");
            lookups.put(
                    record.get("column").toString(),
                    named == null
                            ? BoundLookup.to(target)
                            : new BoundLookup(Optional.of(RowId.parse(named.toString())), target));
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
            lookups.put(record.get("column").toString(), row(record));
        }
        return lookups;
    }

    private static GenericRecord record(String column) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("column", column);
        return record;
    }

    private static Optional<RowId> row(GenericRecord record) {
        Object row = record.get("row");
        return row == null ? Optional.empty() : Optional.of(RowId.parse(row.toString()));
    }
}
