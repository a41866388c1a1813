package org.dataferry.control.waive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.NotAsShownException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.testing.TestServers;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.WaiveLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waivers over a real Kafka and a real registry: what is chosen, what is written down, and what the ledger makes of it. */
final class WaiverDeskIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final WaiverDesk.Decider ANN = new WaiverDesk.Decider("ann", "test data", false);
    private static final WaiveLimits LIMITS = new WaiveLimits(Optional.of(2));

    private final MigrationTopics topics =
            new MigrationTopics("w" + UUID.randomUUID().toString().substring(0, 8), 1, 2);
    private final RegistryEndpoint registry = RegistryEndpoint.of(TestServers.registry());
    private final ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void refuse() {
        try (Admin admin = Admin.create(client())) {
            new TopicCreator(admin, TIMEOUT).ensure(List.of(topics.outcomes("account"), topics.control()));
        }
        producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer());
        record("A", 1, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long"));
        record("B", 2, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long"));
        record("C", 3, new Outcome.Rejected(RejectionReason.ROW_LOST, "lost"));
        record("D", 4, new Outcome.Parked(row("P")));
        record("E", 5, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long"));
        record("E", 6, new Outcome.Applied(Outcome.Effect.UPDATED));
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void waivesWhatIsRefusedNowForAReasonAndTheLedgerCountsItSo() {
        WaiverEvent.Waived waived = desk().waive("account", reason(RejectionReason.VALUE_TOO_LONG), ANN, LIMITS);

        assertThat(waived.rows()).isEqualTo(2);
        assertThat(waived.segment()).isEqualTo("--reason VALUE_TOO_LONG");
        assertThat(waived.why()).isEqualTo("test data");
        assertThat(account()).satisfies(sum -> {
            assertThat(sum.rejectedRows()).isEqualTo(3);
            assertThat(sum.waivedRows()).isEqualTo(2);
            assertThat(sum.waivedParked()).isZero();
        });
        assertThatThrownBy(() -> desk().waive("account", reason(RejectionReason.VALUE_TOO_LONG), ANN, LIMITS))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("waived already");
    }

    @Test
    void waivesRowsByTheirKeysWhetherRefusedOrParked() {
        WaiverEvent.Waived waived =
                desk().waive("account", new WaiverChoice.OfKeys(Set.of("C", row("D").text())), ANN, LIMITS);

        assertThat(waived.rows()).isEqualTo(2);
        assertThat(account()).satisfies(sum -> {
            assertThat(sum.waivedRows()).isEqualTo(1);
            assertThat(sum.waivedParked()).isEqualTo(1);
        });
    }

    @Test
    void aKeyThatNamesNothingWaivesNothing() {
        assertThatThrownBy(() -> desk().waive("account", new WaiverChoice.OfKeys(Set.of("A", "E")), ANN, LIMITS))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--key E is no row of account that is refused or parked");
        assertThat(desk().all()).isEmpty();
    }

    @Test
    void moreRowsThanTheLimitAreWaivedByApproversOnly() {
        WaiverChoice all = new WaiverChoice.Refused(Optional.empty());
        assertThatThrownBy(() -> desk().waive("account", all, ANN, LIMITS))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("3 rows", "limits.waive.approveAbove");

        assertThat(desk().waive("account", all, new WaiverDesk.Decider("bob", "agreed", true), LIMITS)
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void noMoreRowsAreWaivedThanWereShown() {
        WaiverChoice tooLong = reason(RejectionReason.VALUE_TOO_LONG);

        assertThatThrownBy(() -> desk().choose("account", tooLong, Optional.of(1L), ANN, LIMITS))
                .isInstanceOf(NotAsShownException.class)
                .hasMessageContaining("1 row of account", "2 are there now");
        assertThat(desk().all()).isEmpty();
        assertThat(desk().choose("account", tooLong, Optional.of(3L), ANN, LIMITS)
                        .write()
                        .rows())
                .isEqualTo(2);
        assertThatThrownBy(() -> desk().choose("account", tooLong, Optional.of(3L), ANN, LIMITS))
                .isInstanceOfSatisfying(
                        NotAsShownException.class,
                        nothingLeft -> assertThat(nothingLeft.now()).isZero());
    }

    @Test
    void whatIsWithdrawnIsOpenAgainAndCanBeWaivedOnceMore() {
        WaiverEvent.Waived waived = desk().waive("account", new WaiverChoice.Parked(), ANN, LIMITS);
        WaiverDesk.Decider bob = new WaiverDesk.Decider("bob", "needed after all", false);

        WaiverStory withdrawn = desk().withdraw(waived.waiverId().substring(0, 8), bob);

        assertThat(withdrawn.holds()).isFalse();
        assertThat(account().waivedParked()).isZero();
        assertThatThrownBy(() -> desk().withdraw(waived.waiverId(), bob))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("withdrawn by bob before");
        assertThatThrownBy(() -> desk().withdraw("nonsense", bob))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("there is no waiver nonsense");
        desk().waive("account", new WaiverChoice.Parked(), ANN, LIMITS);
        assertThat(desk().all())
                .hasSize(2)
                .first()
                .satisfies(story -> assertThat(story.holds()).isTrue());
    }

    private WaiverDesk desk() {
        return WaiverDesk.open(topics, registry, client(), Clock.systemUTC());
    }

    private EntityStatus account() {
        try (Admin admin = Admin.create(client());
                LedgerReader reader =
                        new LedgerReader(topics, avro, client(), new KafkaStageOffsets(admin, TIMEOUT), TIMEOUT)) {
            reader.catchUp();
            return reader.ledger().sums(Map.of("account", Set.of(TABLE))).getFirst();
        }
    }

    private void record(String key, long at, Outcome outcome) {
        ChangeId change = new ChangeId(topics.migration(), TABLE, key(key), new SourcePosition.InLog(1, at, at, 0));
        RecordedOutcome recorded = new RecordedOutcome(
                new WriteId(new Cause.OfChange(change), row(key), Part.ROW),
                1,
                outcome,
                RecordedOutcome.Stage.SINK,
                NOON);
        Topic topic = topics.outcomes("account");
        producer.send(new ProducerRecord<>(
                topic.name(),
                RowPartitioner.ofRowId(row(key).text(), topic.partitions()),
                row(key).text(),
                avro.encode(topic.valueSubject(), new OutcomeCodec().write(recorded))));
        producer.flush();
    }

    private static WaiverChoice reason(RejectionReason reason) {
        return new WaiverChoice.Refused(Optional.of(reason));
    }

    private static RowId row(String key) {
        return new RowId.OfSource("account", TABLE, key(key));
    }

    private static SourceKey key(String text) {
        return SourceKey.of(new Value.Text(text));
    }

    private static Properties client() {
        Properties client = new Properties();
        client.put("bootstrap.servers", TestServers.kafka());
        return client;
    }
}
