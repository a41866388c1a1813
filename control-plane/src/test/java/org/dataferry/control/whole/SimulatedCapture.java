package org.dataferry.control.whole;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.EndOffsets;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.fence.FenceEvent.PartitionOffsets;
import org.dataferry.schemas.testing.InMemoryLog;
import org.dataferry.schemas.topic.MigrationTopics;
import org.jspecify.annotations.Nullable;

/**
 * Capture in one thread: Debezium's records are made here, what is published of them by the real publisher. It snapshots,
 * follows the log, publishes the newest again as after a restart, and snapshots anew where the log had a gap.
 */
final class SimulatedCapture {

    /** So many of the newest are published again after a restart, at most. */
    private static final int MOST_AGAIN = 12;

    /** The column whose value PostgreSQL leaves out of an update that does not touch it, if it is large. */
    private static final String LARGE = "note";

    private final InMemoryLog log;
    private final MigrationTopics topics;
    private final RandomGenerator random;
    private final UnavailableValue unavailable;
    private final ChangePublisher publisher;
    private final Map<String, Captured> tables = new LinkedHashMap<>();
    private final List<Published> published = new ArrayList<>();
    private int epoch;
    private long lsn;
    private long commitLsn = 1;
    private int ordinal;

    private record Captured(
            PublishedTable table, List<SourceColumn> columns, Schema key, Schema row, Schema envelope) {}

    private record Published(PublishedTable table, SourceRecord record, SourcePosition position) {}

    SimulatedCapture(
            Scenario scenario, InMemoryLog log, MigrationTopics topics, ConfluentAvro avro, RandomGenerator random) {
        this.log = log;
        this.topics = topics;
        this.random = random;
        this.unavailable = UnavailableValue.random(random);
        this.publisher = new ChangePublisher(
                new ConnectToAvro(unavailable, 1_000_000),
                avro,
                new AckedSender(new LogProducer(log), new EndOffsets()));
        SourceTables.of(scenario).forEach(table -> tables.put(table.name(), captured(table, topics)));
    }

    /** A snapshot; the first one, or another as the log had a gap. */
    void snapshot(Map<String, List<Map<String, @Nullable String>>> content) {
        epoch++;
        commitLsn = ++lsn;
        published.clear();
        SourcePosition start = new SourcePosition.InLog(epoch, commitLsn, 0, 0);
        content.forEach((name, rows) -> {
            Captured table = tables.get(name);
            rows.forEach(row ->
                    publisher.publish(table.table(), record(table, "r", Optional.empty(), Optional.of(row)), start));
            publisher.complete(table.table(), start);
        });
        commitLsn = ++lsn;
        ordinal = 0;
    }

    /** Follows the log. */
    void follow(List<MemoryDatabase.Event> events) {
        for (MemoryDatabase.Event event : events) {
            Captured table = tables.get(event.table());
            String op = event.after().isEmpty() ? "d" : event.before().isEmpty() ? "c" : "u";
            SourcePosition position = new SourcePosition.InLog(epoch, commitLsn, ++lsn, ++ordinal);
            Published one = new Published(table.table(), record(table, op, event.before(), event.after()), position);
            published.add(one);
            publish(one);
            if (event.last()) {
                commitLsn = ++lsn;
                ordinal = 0;
            }
        }
    }

    /** It died and comes back: what it had not noted as acknowledged is published again. */
    void restart() {
        int from = Math.max(0, published.size() - random.nextInt(MOST_AGAIN + 1));
        published.subList(from, published.size()).forEach(this::publish);
    }

    /** What a fence that is read now stands behind. */
    Map<String, PartitionOffsets> ends() {
        Map<String, PartitionOffsets> ends = new HashMap<>();
        tables.values().forEach(table -> {
            Map<Integer, Long> byPartition = new HashMap<>();
            for (int partition = 0; partition < topics.partitions(); partition++) {
                byPartition.put(
                        partition,
                        log.end(new TopicPartition(table.table().topic().name(), partition)));
            }
            ends.put(table.table().topic().name(), new PartitionOffsets(byPartition));
        });
        return ends;
    }

    private void publish(Published one) {
        publisher.publish(one.table(), one.record(), one.position());
    }

    private static Captured captured(SourceTables.Columns table, MigrationTopics topics) {
        PublishedTable to = PublishedTable.of(Scenario.SOURCE, table.catalogued(), topics);
        SchemaBuilder key = SchemaBuilder.struct().name(table.name() + ".Key");
        table.columns().stream()
                .filter(column -> table.primaryKey().contains(column.name()))
                .forEach(column -> key.field(column.name(), type(column, false)));
        SchemaBuilder row = SchemaBuilder.struct().optional().name(table.name() + ".Value");
        table.columns()
                .forEach(column -> row.field(
                        column.name(),
                        type(column, column.nullable() && !table.primaryKey().contains(column.name()))));
        Schema rowSchema = row.build();
        Schema envelope = SchemaBuilder.struct()
                .name(table.name() + ".Envelope")
                .field("before", rowSchema)
                .field("after", rowSchema)
                .field(
                        "source",
                        SchemaBuilder.struct()
                                .name("io.debezium.connector.postgresql.Source")
                                .field("ts_ms", Schema.INT64_SCHEMA)
                                .build())
                .field("op", Schema.STRING_SCHEMA)
                .build();
        return new Captured(to, table.columns(), key.build(), rowSchema, envelope);
    }

    private static Schema type(SourceColumn column, boolean optional) {
        SchemaBuilder type = switch (column.type()) {
            case INT32 -> SchemaBuilder.int32();
            case DATE -> SchemaBuilder.int32().name("io.debezium.time.Date").version(1);
            case BOOLEAN -> SchemaBuilder.bool();
            case DECIMAL ->
                Decimal.builder(column.scale().orElseThrow())
                        .parameter(
                                "connect.decimal.precision",
                                Integer.toString(column.precision().orElseThrow()));
            default -> SchemaBuilder.string();
        };
        return (optional ? type.optional() : type).build();
    }

    private SourceRecord record(
            Captured table,
            String op,
            Optional<Map<String, @Nullable String>> before,
            Optional<Map<String, @Nullable String>> after) {
        Map<String, @Nullable String> known = after.or(() -> before).orElseThrow();
        Struct key = new Struct(table.key());
        table.key().fields().forEach(field -> key.put(field.name(), value(column(table, field.name()), known)));
        Struct envelope = new Struct(table.envelope())
                .put("op", op)
                .put("source", new Struct(table.envelope().field("source").schema()).put("ts_ms", lsn));
        after.ifPresent(row -> envelope.put("after", after(table, before, row)));
        if (after.isEmpty()) {
            envelope.put("before", keyOnly(table, known));
        }
        return new SourceRecord(
                Map.of(), Map.of(), table.table().topic().name(), 0, table.key(), key, table.envelope(), envelope);
    }

    private Struct after(
            Captured table, Optional<Map<String, @Nullable String>> before, Map<String, @Nullable String> row) {
        Struct struct = new Struct(table.row());
        table.columns().forEach(column -> struct.put(column.name(), value(column, row)));
        boolean untouched = before.isPresent()
                && row.get(LARGE) != null
                && Objects.equals(before.get().get(LARGE), row.get(LARGE));
        if (untouched && random.nextBoolean()) {
            struct.put(LARGE, unavailable.text());
        }
        return struct;
    }

    /** As Debezium shows the old row of a table that logs its key alone: all else is null, or what stands for it. */
    private static Struct keyOnly(Captured table, Map<String, @Nullable String> row) {
        Struct struct = new Struct(table.row());
        for (SourceColumn column : table.columns()) {
            boolean inKey = table.table().key().contains(column.name());
            if (inKey) {
                struct.put(column.name(), value(column, row));
            } else if (!column.nullable()) {
                struct.put(column.name(), nothing(column));
            }
        }
        return struct;
    }

    private static Object nothing(SourceColumn column) {
        return switch (column.type()) {
            case INT32, DATE -> 0;
            case BOOLEAN -> false;
            case DECIMAL -> BigDecimal.ZERO.setScale(column.scale().orElseThrow());
            default -> "";
        };
    }

    private static SourceColumn column(Captured table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Object value(SourceColumn column, Map<String, @Nullable String> row) {
        String text = row.get(column.name());
        if (text == null) {
            return null;
        }
        return switch (column.type()) {
            case INT32 -> Integer.valueOf(text);
            case DATE -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
            case BOOLEAN -> text.equals("t");
            case DECIMAL -> new BigDecimal(text).setScale(column.scale().orElseThrow());
            default -> text;
        };
    }

    /** Puts what is sent into the log at once. */
    private static final class LogProducer extends MockProducer<byte[], byte @Nullable []> {
        private final InMemoryLog log;

        LogProducer(InMemoryLog log) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.log = log;
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], byte @Nullable []> record, Callback callback) {
            log.append(record);
            return new CompletableFuture<>();
        }
    }
}
