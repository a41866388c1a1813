package org.dataferry.schemas.avro;

import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/** {@link Identity} as Avro. */
public final class IdentityCodec implements RecordCodec<Identity> {

    private static final Schema SCHEMA = AvroSchemas.load("Identity");

    private enum IdentityState {
        PRESENT,
        DELETED,
        GONE,
        PARKED,
        REJECTED,
        MERGED
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(Identity identity) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("version", identity.version());
        IdentityState state = switch (identity) {
            case Identity.Present(
                    Optional<UUID> guid,
                    long version,
                    Identity.Origin origin,
                    Optional<String> rowVersion) -> {
                record.put("guid", guid.map(UUID::toString).orElse(null));
                record.put("origin", origin.name());
                record.put("rowVersion", rowVersion.orElse(null));
                yield IdentityState.PRESENT;
            }
            case Identity.Deleted ignored -> IdentityState.DELETED;
            case Identity.Gone ignored -> IdentityState.GONE;
            case Identity.Parked ignored -> IdentityState.PARKED;
            case Identity.Rejected ignored -> IdentityState.REJECTED;
            case Identity.MergedInto(RowId into) -> {
                record.put("into", into.text());
                yield IdentityState.MERGED;
            }
        };
        record.put("state", AvroSchemas.symbol(SCHEMA, "state", state));
        return record;
    }

    @Override
    public Identity read(GenericRecord record) {
        long version = AvroSchemas.number(record, "version");
        return switch (AvroSchemas.constant(IdentityState.class, record, "state")) {
            case PRESENT ->
                new Identity.Present(
                        Optional.ofNullable(AvroSchemas.textOrNull(record, "guid"))
                                .map(UUID::fromString),
                        version,
                        AvroSchemas.constant(Identity.Origin.class, record, "origin"),
                        Optional.ofNullable(AvroSchemas.textOrNull(record, "rowVersion")));
            case DELETED -> new Identity.Deleted(version);
            case GONE -> new Identity.Gone(version);
            case PARKED -> new Identity.Parked(version);
            case REJECTED -> new Identity.Rejected(version);
            case MERGED -> new Identity.MergedInto(RowId.parse(AvroSchemas.text(record, "into")));
        };
    }
}
