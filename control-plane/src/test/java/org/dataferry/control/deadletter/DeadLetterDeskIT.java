package org.dataferry.control.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.control.RefusedException;
import org.dataferry.control.testing.TestServers;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Dead letters over a real Kafka and a real registry. The inputs are buried by the test, as a transform would that could not read them
 * then; whether they can be read now is told by what stands in the topic.
 */
final class DeadLetterDeskIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final byte[] NONSENSE = "no \u0001 envelope".getBytes(UTF_8);

    private static final Schema ROW = SchemaBuilder.record("Value")
            .fields()
            .requiredLong("id")
            .optionalString("name")
            .endRecord();
    private static final Schema ENVELOPE = SchemaBuilder.record("Envelope")
            .fields()
            .name("before")
            .type(Schema.createUnion(Schema.create(Schema.Type.NULL), ROW))
            .noDefault()
            .name("after")
            .type(Schema.createUnion(Schema.create(Schema.Type.NULL), ROW))
            .noDefault()
            .name("source")
            .type(SchemaBuilder.record("Source").fields().requiredLong("ts_ms").endRecord())
            .noDefault()
            .requiredString("op")
            .name("absent")
            .type(Schema.createArray(Schema.create(Schema.Type.STRING)))
            .noDefault()
            .endRecord();

    private final MigrationTopics topics =
            new MigrationTopics("d" + UUID.randomUUID().toString().substring(0, 8), 1, 2);
    private final RegistryEndpoint registry = RegistryEndpoint.of(TestServers.registry());
    private final ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void makeTopics() {
        try (Admin admin = Admin.create(client())) {
            new TopicCreator(admin, TIMEOUT)
                    .ensure(List.of(topics.changes(TABLE), topics.deadLetters(), topics.control()));
        }
        producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void tellsWhatCouldNotBeReadAndWhereItStands() {
        DeadLetterId id = bury(change(7, 1, NONSENSE), "it is not Avro");

        DeadLetterStory story = desk().find(id);
        assertThat(story.isOpen()).isTrue();
        assertThat(story.letter().stage()).contains("transform-streams");
        assertThat(story.letter().reason()).contains("it is not Avro");
        assertThat(story.letter().input())
                .contains(new DeadLetter.Place(topics.changes(TABLE).name(), 0, 0));
        assertThat(story.letter().key()).contains(key(7).text());
        assertThat(story.letter().bytes()).isEqualTo(NONSENSE.length);
        assertThat(story.letter().beginningText()).isEqualTo("no . envelope");
        assertThatThrownBy(() -> desk().find(new DeadLetterId(0, 99)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("there is no dead letter 0:99");
    }

    @Test
    void oneThatIsDiscardedIsClosedForGood() {
        DeadLetterId id = bury(change(7, 1, NONSENSE), "it is not Avro");

        desk().discard(List.of(id), "ann", "test data");

        assertThat(desk().open()).isEmpty();
        assertThat(desk().find(id).closed()).hasValueSatisfying(event -> {
            assertThat(event.by()).isEqualTo("ann");
            assertThat(event.why()).isEqualTo("test data");
        });
        assertThatThrownBy(() -> desk().discard(List.of(id), "bob", "again"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("closed by ann before");
    }

    @Test
    void oneThatCanBeReadByNowStandsAtTheEndAsItCameAndIsClosed() {
        byte[] value = envelope("u", 7, "b", List.of());
        change(7, 1, envelope("c", 7, "a", List.of()));
        DeadLetterId id = bury(change(7, 2, value), "its schema is not there");
        change(8, 3, envelope("c", 8, "x", List.of()));

        Map<DeadLetterId, ReplayedLetter> results = desk().replay(List.of(id), "ann", "the schema is back");

        assertThat(results).containsEntry(id, new ReplayedLetter.Published(3));
        assertThat(desk().open()).isEmpty();
        List<ConsumerRecord<byte[], byte[]>> records = changes();
        assertThat(records).hasSize(4);
        assertThat(records.getLast().value()).isEqualTo(value);
        assertThat(records.getLast().key()).isEqualTo(key(7).text().getBytes(UTF_8));
        assertThat(new String(
                        records.getLast()
                                .headers()
                                .lastHeader(EnvelopeFields.POSITION_HEADER)
                                .value(),
                        UTF_8))
                .isEqualTo(at(1, 2).text());
    }

    @Test
    void severalOfARowArePublishedInTheirOrder() {
        DeadLetterId first = bury(change(7, 1, envelope("c", 7, "a", List.of())), "its schema is not there");
        DeadLetterId second = bury(change(7, 2, envelope("u", 7, "b", List.of())), "its schema is not there");

        assertThat(desk().replay(List.of(second, first), "ann", "the schema is back"))
                .containsEntry(first, new ReplayedLetter.Published(2))
                .containsEntry(second, new ReplayedLetter.Published(3));
    }

    @Test
    void severalOfARowReplayedOneByOneAreReadAsLongAsTheirOrderIsKept() {
        DeadLetterId first = bury(change(7, 1, envelope("c", 7, "a", List.of())), "its schema is not there");
        DeadLetterId second = bury(change(7, 2, envelope("u", 7, "b", List.of())), "its schema is not there");
        DeadLetterId third = bury(change(7, 3, envelope("u", 7, "c", List.of())), "its schema is not there");

        assertThat(desk().replay(List.of(first), "ann", "mended"))
                .containsEntry(first, new ReplayedLetter.Published(3));
        assertThat(desk().replay(List.of(third), "ann", "mended"))
                .as("the copy of the first stands behind it, and is older")
                .containsEntry(third, new ReplayedLetter.Published(4));
        assertThat(desk().replay(List.of(second), "ann", "mended"))
                .as("transform has read the third")
                .containsEntry(second, new ReplayedLetter.Superseded(4, true));
    }

    @Test
    void aReplayThatWasKilledBetweenTwoOfARowGoesOnWithTheSecond() {
        byte[] value = envelope("c", 7, "a", List.of());
        DeadLetterId first = bury(change(7, 1, value), "its schema is not there");
        DeadLetterId second = bury(change(7, 2, envelope("u", 7, "b", List.of())), "its schema is not there");
        change(7, 1, value);

        assertThat(desk().replay(List.of(first, second), "ann", "mended"))
                .containsEntry(first, new ReplayedLetter.PublishedBefore(2))
                .containsEntry(second, new ReplayedLetter.Published(3));
        assertThat(desk().open()).isEmpty();
    }

    @Test
    void oneThatStillCannotBeReadSaysWhyAndStaysOpen() {
        DeadLetterId id = bury(change(7, 1, NONSENSE), "it is not Avro");

        assertThat(desk().replay(List.of(id), "ann", "let us see").get(id))
                .isInstanceOf(ReplayedLetter.StillUnreadable.class);
        assertThat(desk().open()).hasSize(1);
        assertThat(changes()).hasSize(1);
    }

    @Test
    void oneWhoseRowHasChangedSinceIsNotPublishedAndSaysWhetherAnythingIsMissing() {
        DeadLetterId whole = bury(change(7, 1, envelope("c", 7, "a", List.of())), "its schema is not there");
        change(7, 2, envelope("u", 7, "b", List.of()));
        DeadLetterId partial = bury(change(8, 3, envelope("c", 8, "a", List.of())), "its schema is not there");
        change(8, 4, envelope("u", 8, null, List.of("name")));

        Map<DeadLetterId, ReplayedLetter> results = desk().replay(List.of(whole, partial), "ann", "mended");

        assertThat(results)
                .containsEntry(whole, new ReplayedLetter.Superseded(1, true))
                .containsEntry(partial, new ReplayedLetter.Superseded(3, false));
        assertThat(results.get(partial).words()).contains("change the row at the source once more");
        assertThat(desk().open()).hasSize(2);
        assertThat(changes()).hasSize(4);
    }

    @Test
    void oneOfATableThatWasReadAnewIsNotPublished() {
        DeadLetterId id = bury(change(7, 1, envelope("c", 7, "a", List.of())), "its schema is not there");
        change(8, at(2, 5), envelope("r", 8, "x", List.of()));

        assertThat(desk().replay(List.of(id), "ann", "mended")).containsEntry(id, new ReplayedLetter.ReadAnew(1));
    }

    @Test
    void oneThatAKilledReplayHasPublishedIsClosedAndNotPublishedTwice() {
        byte[] value = envelope("c", 7, "a", List.of());
        DeadLetterId id = bury(change(7, 1, value), "its schema is not there");
        change(7, 1, value);

        assertThat(desk().replay(List.of(id), "ann", "mended"))
                .containsEntry(id, new ReplayedLetter.PublishedBefore(1));
        assertThat(desk().open()).isEmpty();
        assertThat(changes()).hasSize(2);
    }

    @Test
    void oneThatWasOvertakenStaysOpenAndSaysOnTheNextTryWhatIsMissing() {
        DeadLetterId id = bury(change(7, 1, envelope("c", 7, "a", List.of())), "its schema is not there");
        Properties overtaken = client();
        overtaken.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, Overtaking.class.getName());
        overtaken.put(Overtaking.BY, (Runnable) () -> change(7, 2, envelope("u", 7, null, List.of("name"))));

        assertThat(DeadLetterDesk.open(topics, registry, overtaken, Clock.systemUTC())
                        .replay(List.of(id), "ann", "mended"))
                .containsEntry(id, new ReplayedLetter.Overtaken(2));

        assertThat(desk().open()).hasSize(1);
        assertThat(desk().replay(List.of(id), "ann", "once more"))
                .as("its own copy stands behind the change, so transform has skipped it")
                .containsEntry(id, new ReplayedLetter.Superseded(1, false));
        assertThat(desk().open()).hasSize(1);
        assertThat(changes()).hasSize(3);
    }

    @Test
    void oneWhoseCopyStandsBehindALaterReadingOfTheTableIsNotTakenForReplayed() {
        byte[] value = envelope("c", 7, "a", List.of());
        DeadLetterId id = bury(change(7, 1, value), "its schema is not there");
        change(8, at(2, 5), envelope("r", 8, "x", List.of()));
        change(7, 1, value);

        assertThat(desk().replay(List.of(id), "ann", "mended")).containsEntry(id, new ReplayedLetter.ReadAnew(1));
        assertThat(desk().open()).hasSize(1);
    }

    @Test
    void oneThatAKilledReplayHasPublishedIsClosedWhateverCameLater() {
        byte[] value = envelope("c", 7, "a", List.of());
        DeadLetterId id = bury(change(7, 1, value), "its schema is not there");
        change(7, 1, value);
        change(7, 2, envelope("u", 7, null, List.of("name")));

        assertThat(desk().replay(List.of(id), "ann", "mended"))
                .containsEntry(id, new ReplayedLetter.PublishedBefore(1));
        assertThat(desk().open()).isEmpty();
    }

    private DeadLetterDesk desk() {
        return DeadLetterDesk.open(topics, registry, client(), Clock.systemUTC());
    }

    private ProducerRecord<byte[], byte[]> change(long id, long lsn, byte[] value) {
        return change(id, at(1, lsn), value);
    }

    /** Is sent, to the first partition. */
    private ProducerRecord<byte[], byte[]> change(long id, SourcePosition position, byte[] value) {
        Headers headers = new RecordHeaders()
                .add(EnvelopeFields.POSITION_HEADER, position.text().getBytes(UTF_8));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.changes(TABLE).name(), 0, key(id).text().getBytes(UTF_8), value, headers);
        send(record);
        return record;
    }

    /** The change that was sent last. */
    private DeadLetterId bury(ProducerRecord<byte[], byte[]> record, String reason) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        DeadLetters.describe(
                headers,
                "transform-streams",
                reason,
                record.topic(),
                0,
                changes().size() - 1);
        DeadLetters.sign(headers, 1);
        Topic buried = topics.deadLetters();
        return new DeadLetterId(0, send(new ProducerRecord<>(buried.name(), 0, record.key(), record.value(), headers)));
    }

    private long send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> changes() {
        TopicPartition partition = new TopicPartition(topics.changes(TABLE).name(), 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private byte[] envelope(String op, long id, @Nullable String name, List<String> absent) {
        GenericRecord row = new GenericData.Record(ROW);
        row.put("id", id);
        row.put("name", name);
        GenericRecord source =
                new GenericData.Record(ENVELOPE.getField("source").schema());
        source.put("ts_ms", 1_700_000_000_000L);
        GenericRecord envelope = new GenericData.Record(ENVELOPE);
        envelope.put("source", source);
        envelope.put("after", row);
        envelope.put("op", op);
        envelope.put("absent", absent);
        return avro.encode(topics.changes(TABLE).valueSubject(), envelope);
    }

    private static SourcePosition at(int epoch, long lsn) {
        return new SourcePosition.InLog(epoch, lsn, 0, 0);
    }

    private static SourceKey key(long id) {
        return SourceKey.of(Value.whole(id));
    }

    private static Properties client() {
        Properties client = new Properties();
        client.put("bootstrap.servers", TestServers.kafka());
        return client;
    }

    /** Does something just before the first change is published. Also of consumers, which have the same settings. */
    public static final class Overtaking
            implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {

        static final String BY = "test.overtaken.by";

        private Runnable by = () -> {};

        @Override
        public void configure(Map<String, ?> settings) {
            by = (Runnable) settings.get(BY);
        }

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            if (record.topic().contains(TABLE.table())) {
                by.run();
                by = () -> {};
            }
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception failed) {}

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }
}
