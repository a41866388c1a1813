package org.dataferry.control.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A row as it passes through the peer's joins: the keys of the parents it names, their GUIDs as far as they are known, and
 * the change as it came. Its serde copies bytes, which is the least that a store can cost.
 */
record PeerRow(long firstParent, long secondParent, UUID firstGuid, UUID secondGuid, byte[] change) {

    static final int LOOKUPS = 2;

    private static final UUID UNKNOWN = new UUID(0, 0);

    /** Two foreign keys, two GUIDs. */
    private static final int HEADER_BYTES = 6 * Long.BYTES;

    static PeerRow read(ConfluentAvro avro, byte[] change) {
        GenericRecord row = (GenericRecord) avro.decode(change).get(EnvelopeFields.AFTER);
        return new PeerRow(
                (Long) row.get(BenchColumns.foreignKey(0)),
                (Long) row.get(BenchColumns.foreignKey(1)),
                UNKNOWN,
                UNKNOWN,
                change);
    }

    String keyOfFirst() {
        return BenchShape.key(firstParent).text();
    }

    String keyOfSecond() {
        return BenchShape.key(secondParent).text();
    }

    PeerRow withFirst(Identity parent) {
        return new PeerRow(firstParent, secondParent, guid(parent), secondGuid, change);
    }

    PeerRow withSecond(Identity parent) {
        return new PeerRow(firstParent, secondParent, firstGuid, guid(parent), change);
    }

    boolean isBound() {
        return firstGuid.equals(BenchShape.guidOf(0, firstParent))
                && secondGuid.equals(BenchShape.guidOf(1, secondParent));
    }

    static Serde<PeerRow> serde() {
        return Serdes.serdeFrom((topic, row) -> row == null ? null : row.bytes(), (topic, bytes) -> of(bytes));
    }

    static @Nullable PeerRow of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new PeerRow(
                buffer.getLong(),
                buffer.getLong(),
                new UUID(buffer.getLong(), buffer.getLong()),
                new UUID(buffer.getLong(), buffer.getLong()),
                Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + change.length)
                .putLong(firstParent)
                .putLong(secondParent)
                .putLong(firstGuid.getMostSignificantBits())
                .putLong(firstGuid.getLeastSignificantBits())
                .putLong(secondGuid.getMostSignificantBits())
                .putLong(secondGuid.getLeastSignificantBits())
                .put(change)
                .array();
    }

    private static UUID guid(Identity parent) {
        Optional<UUID> guid = parent instanceof Identity.Present present ? present.guid() : Optional.empty();
        return guid.orElse(UNKNOWN);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeerRow row && Arrays.equals(bytes(), row.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "PeerRow[" + keyOfFirst() + ", " + keyOfSecond() + "]";
    }
}
