package org.dataferry.control.bench.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.BenchShape;
import org.dataferry.control.bench.RowMaker;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.control.bench.sink.WriteMaker;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.jspecify.annotations.Nullable;

/**
 * Topics as a first load leaves them: of each row its change, what that announced, its write of 38 columns, the outcome and the
 * identity. One row of a hundred is refused, and two wait for one that was.
 */
final class LedgerLog implements AutoCloseable {

    static final String MIGRATION = "bench-ledger";

    private static final int PARTITIONS = 4;
    private static final int REFUSED_ONE_IN = 100;
    private static final int PARKED_FOR_EACH = 2;
    private static final int BATCH_BYTES = 128 << 10;
    private static final int LINGER_MS = 10;
    private static final long SAY_EVERY = 100_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final MigrationTopics topics = new MigrationTopics(MIGRATION, 1, PARTITIONS);
    private final ConfluentAvro avro;
    private final BenchShape shape;
    private final RowMaker changes;
    private final WriteMaker writes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    private final AtomicLong records = new AtomicLong();

    LedgerLog(BenchKafka kafka, BenchAdmin admin, OperateBenchSettings settings) {
        avro = kafka.avro();
        shape = BenchShape.known(1, 2, settings.rows());
        changes = new RowMaker(topics, shape, avro, settings.seed());
        writes = new WriteMaker(settings.seed(), table());
        admin.create(List.of(
                topics.changes(table()),
                topics.fanOuts(),
                topics.writes(BenchTable.NAME),
                topics.outcomes(BenchTable.NAME),
                topics.identities(),
                topics.fences(),
                topics.control(),
                topics.deadLetters()));
        Properties properties = new Properties();
        properties.putAll(kafka.client());
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    MigrationTopics topics() {
        return topics;
    }

    /** The GUID that a row has in the target, if it came there. */
    static UUID guid(int row) {
        return new UUID(0x4665727279L, row);
    }

    /** @return how many records that were */
    long fill(int rows, Consumer<String> progress) throws InterruptedException {
        for (int row = 0; row < rows; row++) {
            fill(row);
            if (row > 0 && row % SAY_EVERY == 0) {
                progress.accept("filling the topics: " + row + " of " + rows + " rows");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("the benchmark was stopped");
            }
        }
        producer.flush();
        Exception failure = failed.get();
        if (failure != null) {
            throw new ControlException("the benchmark's broker does not take records: " + failure, failure);
        }
        return records.get();
    }

    private void fill(int row) {
        send(changes.change(row));
        // As in a load: the change that was captured is the one that was announced.
        EntityWrite write = write(row);
        ChangeId change = ((Cause.OfChange) write.id().cause()).change();
        String key = change.key().text();
        send(
                topics.fanOuts(),
                partition(key),
                key,
                new FanOutCodec(),
                new FanOut.Announced(change, List.of(write.id())));
        Outcome outcome = outcome(row);
        if (!(outcome instanceof Outcome.Parked)) {
            send(topics.writes(BenchTable.NAME), partition(key), rowId(write), new EntityWriteCodec(), write);
        }
        RecordedOutcome recorded = new RecordedOutcome(
                write.id(), write.version(), outcome, RecordedOutcome.Stage.SINK, BEGIN.plusMillis(row));
        send(topics.outcomes(BenchTable.NAME), partition(key), rowId(write), new OutcomeCodec(), recorded);
        send(topics.identities(), 0, rowId(write), new IdentityCodec(), identity(row, outcome));
    }

    private EntityWrite write(int row) {
        return writes.create(row, RowMaker.position(row));
    }

    /** Of so many rows, those that are refused. */
    static int refused(int rows) {
        return Math.ceilDiv(rows, REFUSED_ONE_IN);
    }

    /** Of so many rows, those that wait for a refused one. */
    static int parked(int rows) {
        return rows / REFUSED_ONE_IN * PARKED_FOR_EACH + Math.clamp(rows % REFUSED_ONE_IN - 1L, 0, PARKED_FOR_EACH);
    }

    private Outcome outcome(int row) {
        return switch (row % REFUSED_ONE_IN) {
            case 0 -> new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "ben_text0 takes 100 characters");
            case 1, 2 -> new Outcome.Parked(write(row - row % REFUSED_ONE_IN).row());
            default -> new Outcome.Applied(Outcome.Effect.CREATED);
        };
    }

    private static Identity identity(int row, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored ->
                new Identity.Present(Optional.of(guid(row)), 1, Identity.Origin.CREATED_BY_FERRY);
            case Outcome.Parked ignored -> new Identity.Parked(0);
            case Outcome.Rejected ignored -> new Identity.Rejected(1);
            case Outcome.AlreadyApplied never -> throw new IllegalStateException("not made here: " + never);
            case Outcome.Skipped never -> throw new IllegalStateException("not made here: " + never);
            case Outcome.Deferred never -> throw new IllegalStateException("not made here: " + never);
            case Outcome.Bounced never -> throw new IllegalStateException("not made here: " + never);
        };
    }

    /** That the rows come from. */
    SourceTable table() {
        return shape.tableOf(0);
    }

    private static String rowId(EntityWrite write) {
        return write.row().text();
    }

    private static int partition(String key) {
        return RowPartitioner.ofSourceKey(key, PARTITIONS);
    }

    private <T> void send(Topic topic, int partition, String key, RecordCodec<T> codec, T value) {
        send(new ProducerRecord<>(
                topic.name(),
                partition,
                key.getBytes(UTF_8),
                new TopicSerde<>(avro, codec).serializer().serialize(topic.name(), value)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        records.incrementAndGet();
        producer.send(record, (sent, failure) -> {
            if (failure != null) {
                failed.set(failure);
            }
        });
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
