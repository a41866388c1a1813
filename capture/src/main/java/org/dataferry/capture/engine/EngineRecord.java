package org.dataferry.capture.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.source.TableName;

/** What a record of Debezium says. */
sealed interface EngineRecord {

    /** A row, as a snapshot found it. */
    record SnapshotRow(TableName table) implements EngineRecord {}

    /** A row was inserted, updated or deleted. */
    record RowChange(TableName table, Place place) implements EngineRecord {}

    /** All rows of a table are gone. */
    record Truncate(TableName table, Place place) implements EngineRecord {}

    /** A mark in the source's log. */
    record Mark(String prefix, String content, Instant committedAt) implements EngineRecord {}

    /** Everything of a transaction has come. */
    record TransactionEnd(long lsn) implements EngineRecord {}

    record SnapshotStarted() implements EngineRecord {}

    record TableScanned(TableName table, long rows) implements EngineRecord {}

    /** Every row of the snapshot has come. */
    record SnapshotCompleted() implements EngineRecord {}

    /** There was nothing to be read: offsets of an earlier run are continued. */
    record SnapshotSkipped() implements EngineRecord {}

    /** Nothing to do. */
    record Other() implements EngineRecord {}

    /** Where a change stands in its transaction. */
    record Place(long lsn, int ordinal) {}

    static EngineRecord of(SourceRecord record) {
        if (!(record.value() instanceof Struct value)) {
            return new Other();
        }
        if (record.topic().equals(EngineProperties.NOTIFICATIONS)) {
            return notification(value);
        }
        if (record.topic().equals(EngineProperties.TRANSACTIONS)) {
            return transaction(value.getString("status"), record.sourceOffset());
        }
        if (record.valueSchema().field("op") == null) {
            return new Other();
        }
        return switch (value.getString("op")) {
            case "r" -> new SnapshotRow(table(value));
            case "c", "u", "d" -> new RowChange(table(value), place(value));
            case "t" -> new Truncate(table(value), place(value));
            case "m" -> mark(value);
            default -> throw new IllegalStateException("unknown operation in " + value);
        };
    }

    /**
     * Debezium also says END when it meets a transaction's change and has missed its BEGIN, as can be after a restart: that
     * one has the offset of the change, in the midst of a transaction. A commit is what its offset calls a commit.
     */
    private static EngineRecord transaction(String status, Map<String, ?> offset) {
        return status.equals("END") && "COMMIT".equals(offset.get("messageType"))
                ? new TransactionEnd((Long) offset.get(StoredOffset.COMMIT_LSN))
                : new Other();
    }

    private static EngineRecord notification(Struct value) {
        if (!value.getString("aggregate_type").equals("Initial Snapshot")) {
            return new Other();
        }
        Map<String, String> data = Optional.ofNullable(value.<String, String>getMap("additional_data"))
                .orElse(Map.of());
        return switch (value.getString("type")) {
            case "STARTED" -> new SnapshotStarted();
            case "COMPLETED" -> new SnapshotCompleted();
            case "SKIPPED" -> new SnapshotSkipped();
            case "TABLE_SCAN_COMPLETED" ->
                new TableScanned(
                        TableName.parse(data.get("scanned_collection")),
                        Long.parseLong(data.getOrDefault("total_rows_scanned", "0")));
            default -> new Other();
        };
    }

    private static EngineRecord mark(Struct value) {
        Struct message = value.getStruct("message");
        Object content = message.get("content");
        byte[] bytes = content instanceof ByteBuffer buffer ? copy(buffer) : (byte[]) content;
        Long micros = value.getStruct("source").getInt64("ts_us");
        return new Mark(
                message.getString("prefix"),
                new String(bytes, UTF_8),
                Instant.ofEpochSecond(0, 0).plusNanos(Math.multiplyExact(micros, 1_000L)));
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static TableName table(Struct value) {
        Struct source = value.getStruct("source");
        return new TableName(source.getString("schema"), source.getString("table"));
    }

    private static Place place(Struct value) {
        return new Place(
                value.getStruct("source").getInt64("lsn"),
                Math.toIntExact(value.getStruct("transaction").getInt64("total_order")));
    }
}
