package org.dataferry.control.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.control.projection.ToldLedger.guid;
import static org.dataferry.control.projection.ToldLedger.row;
import static org.dataferry.control.projection.ToldLedger.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.projection.Hash;
import org.dataferry.control.projection.LedgerReaders;
import org.dataferry.control.projection.ToldLedger;
import org.dataferry.schemas.avro.BeforeImageCodec;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.settings.RecordLimits;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger has forgotten of a row is read back from a real Kafka. */
final class WriteLogIT {

    private static final PersonalData PERSONAL = new PersonalData(
            Map.of("contact", Set.of("lastname")),
            Set.of(),
            Set.of(),
            Set.of("contact"),
            Map.of(
                    "contact",
                    new PersonalData.Mapped(Set.of("public.people"), Set.of(), Set.of("lastname", "jobtitle"))));
    private static final RowId.OfSource ANN = row("contact", "people", "7");
    private static final Outcome UPDATED = new Outcome.Applied(Outcome.Effect.UPDATED);

    private static final int MORE_THAN_IS_LOOKED_THROUGH = 25_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MigrationTopics topics = new MigrationTopics(ToldLedger.MIGRATION, 1, 3);
    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    private final int partition = RowPartitioner.ofRowId(ANN.text(), topics.partitions());

    @BeforeEach
    void createTopics() {
        try (Admin admin = Admin.create(client())) {
            new TopicCreator(admin, PATIENCE).ensure(List.of(topics.writes("contact"), topics.beforeImages("contact")));
        }
    }

    @Test
    void columnsOfOldVersionsAndOldValuesAreReadBack() throws Exception {
        ToldLedger ledger = new ToldLedger();
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            // Another row of the same partition stands before it, and between its writes.
            noise(producer);
            for (int version = 1; version <= 3; version++) {
                WriteId write = ledger.changed(ANN, version, version == 1 ? "I" : "U");
                EntityWrite sent = upsert(
                        write,
                        version,
                        Map.of("lastname", Value.text("Lee " + version), "jobtitle", Value.text("Dr")),
                        Map.of());
                ledger.sent(sent, partition, send(producer, sent));
                noise(producer);
                ledger.said(write, version, UPDATED);
            }
            ledger.present(ANN, 3, Identity.Origin.FOUND);
            keep(
                    producer,
                    new BeforeImage(ANN, guid(ANN), Map.of("lastname", "\"Li\"", "jobtitle", "null"), ToldLedger.NOON));
        }
        ledger.write();

        JsonNode story = records(ledger, RecordLimits.defaults())
                .story(Hash.of(ANN.text()), new Sight(PERSONAL, true))
                .orElseThrow();

        assertThat(story.path("notRead")).isEmpty();
        assertThat(lastNames(story)).containsExactly("Li", "Lee 1", "Lee 2", "Lee 3");
        assertThat(story.findValuesAsText("before")).containsExactly("Lee 1", "Lee 2");
        JsonNode masked = records(ledger, RecordLimits.defaults())
                .story(Hash.of(ANN.text()), new Sight(PERSONAL, false))
                .orElseThrow();
        assertThat(masked.toString()).doesNotContain("Lee", "\"Li\"").contains("Dr");
        assertThat(lastNames(masked)).containsOnly("(masked)");
    }

    @Test
    void oldValuesAreFoundHoursAfterTheAnnouncementWhateverTheStoryShows() throws Exception {
        ToldLedger ledger = new ToldLedger();
        RowId.OfSource cleo = elsewhereThanAnn();
        WriteId first = ledger.changed(cleo, 1, "I");
        ledger.rest(Duration.ofHours(3));
        Instant read = ledger.now();
        ledger.said(first, 1, UPDATED);
        ledger.rest(Duration.ofHours(3));
        ledger.said(ledger.changed(cleo, 2, "U"), 2, UPDATED);
        ledger.present(cleo, 2, Identity.Origin.FOUND);
        ledger.write();
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            for (int other = 0; other < MORE_THAN_IS_LOOKED_THROUGH; other++) {
                keep(producer, cleo, "r other", ToldLedger.NOON.plusSeconds(1), new byte[] {1});
            }
            keep(producer, new BeforeImage(cleo, guid(cleo), Map.of("jobtitle", "\"Mx\""), read));
        }

        JsonNode story = records(ledger, new RecordLimits(1, PATIENCE, 50, 1, 50, PATIENCE))
                .story(Hash.of(cleo.text()), new Sight(PERSONAL, true))
                .orElseThrow();

        assertThat(story.path("cutShort")).isNotEmpty();
        assertThat(story.toString()).contains("OLD_VALUES", "Mx");
        assertThat(story.path("notRead").toString()).doesNotContain("before Ferry wrote it");
    }

    @Test
    void thatNoOldValuesWereKeptIsSaid() throws Exception {
        ToldLedger ledger = new ToldLedger();
        RowId.OfSource dora = row("contact", "people", "dora");
        ledger.rest(Duration.ofDays(1));
        ledger.said(ledger.changed(dora, 1, "I"), 1, UPDATED);
        ledger.present(dora, 1, Identity.Origin.FOUND);
        ledger.write();

        JsonNode story = records(ledger, RecordLimits.defaults())
                .story(Hash.of(dora.text()), new Sight(PERSONAL, true))
                .orElseThrow();

        assertThat(story.path("notRead").toString()).contains("before Ferry wrote it: none of it was kept");
    }

    @Test
    void whatKafkaDoesNotTellIsSaidAndTheRestIsTold() throws Exception {
        ToldLedger ledger = new ToldLedger();
        // Of an entity whose topics nobody has made.
        RowId.OfSource bob = row("lead", "prospects", "8");
        for (int version = 1; version <= 2; version++) {
            WriteId write = ledger.changed(bob, version, "U");
            ledger.sent(upsert(write, version, Map.of("jobtitle", Value.text("Dr")), Map.of()), partition, 99_000);
            ledger.said(write, version, UPDATED);
        }
        ledger.write();

        JsonNode story = records(ledger, RecordLimits.defaults())
                .story(Hash.of(bob.text()), new Sight(PERSONAL, true))
                .orElseThrow();

        assertThat(story.at("/notRead/0").asText()).contains("the columns of 1 write");
        assertThat(story.path("events")).hasSize(6);
    }

    @Test
    void onlySoManyAreReadBackAtOnce() throws Exception {
        ToldLedger ledger = new ToldLedger();
        RowId.OfSource bob = row("contact", "people", "8");
        for (int version = 1; version <= 2; version++) {
            WriteId write = ledger.changed(bob, version, "U");
            ledger.sent(upsert(write, version, Map.of("jobtitle", Value.text("Dr")), Map.of()), partition, 99_000);
            ledger.said(write, version, UPDATED);
        }
        ledger.write();
        RecordLimits defaults = RecordLimits.defaults();
        RecordLimits soon = new RecordLimits(
                defaults.readers(),
                defaults.statementTimeout(),
                defaults.results(),
                defaults.versions(),
                defaults.readBack(),
                Duration.ofMillis(50));

        JsonNode story = records(ledger, soon, 0)
                .story(Hash.of(bob.text()), new Sight(PERSONAL, true))
                .orElseThrow();

        assertThat(story.path("notRead").toString()).contains("limits.records.readers");
        assertThat(story.path("events")).hasSize(6);
    }

    private long send(Producer<String, byte[]> producer, EntityWrite write) throws Exception {
        String topic = topics.writes("contact").name();
        byte[] value =
                new TopicSerde<>(avro, new EntityWriteCodec()).serializer().serialize(topic, write);
        return producer.send(new ProducerRecord<>(topic, partition, write.row().text(), value))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private void noise(Producer<String, byte[]> producer) throws Exception {
        String topic = topics.writes("contact").name();
        producer.send(new ProducerRecord<>(topic, partition, "r other", new byte[] {1}))
                .get(30, TimeUnit.SECONDS);
    }

    /** In another partition, of which nobody else looks through the old values. */
    private RowId.OfSource elsewhereThanAnn() {
        return IntStream.range(0, 100)
                .mapToObj(number -> row("contact", "people", "cleo" + number))
                .filter(row -> RowPartitioner.ofRowId(row.text(), topics.partitions()) != partition)
                .findFirst()
                .orElseThrow();
    }

    private void keep(Producer<String, byte[]> producer, RowId beside, String key, Instant at, byte[] value) {
        producer.send(new ProducerRecord<>(
                topics.beforeImages("contact").name(),
                RowPartitioner.ofRowId(beside.text(), topics.partitions()),
                at.toEpochMilli(),
                key,
                value));
    }

    private void keep(Producer<String, byte[]> producer, BeforeImage image) throws Exception {
        String topic = topics.beforeImages("contact").name();
        byte[] value =
                new TopicSerde<>(avro, new BeforeImageCodec()).serializer().serialize(topic, image);
        producer.send(new ProducerRecord<>(
                        topic,
                        RowPartitioner.ofRowId(image.row().text(), topics.partitions()),
                        image.readAt().toEpochMilli(),
                        image.row().text(),
                        value))
                .get(30, TimeUnit.SECONDS);
    }

    private static List<String> lastNames(JsonNode story) {
        return story.path("events").findParents("column").stream()
                .filter(column -> column.path("column").asText().equals("lastname"))
                .map(column -> column.path("value").asText())
                .toList();
    }

    private Records records(ToldLedger ledger, RecordLimits limits) {
        return records(ledger, limits, limits.readers());
    }

    private Records records(ToldLedger ledger, RecordLimits limits, int atOnce) {
        return new Records(
                new LedgerReaders(ledger.database(), topics, limits),
                new WriteLog(topics, avro, client(), atOnce),
                limits);
    }

    private static Properties client() {
        Properties client = new Properties();
        client.setProperty("bootstrap.servers", KafkaServer.address());
        return client;
    }
}
