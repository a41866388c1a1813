package org.dataferry.control.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** What records become, row by row. */
class RecordReaderTest {

    private static final MigrationTopics TOPICS = new MigrationTopics("nw", 1, 2);
    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final SourceKey KEY = SourceKey.of(new Value.Text("ALFKI"));
    private static final RowId ROW = new RowId.OfSource("account", TABLE, KEY);
    private static final RowId PARENT = new RowId.OfSource("account", TABLE, SourceKey.of(new Value.Text("BOSS")));
    private static final ChangeId CHANGE = new ChangeId("nw", TABLE, KEY, new SourcePosition.InLog(1, 2, 3, 4));
    private static final WriteId WRITE = new WriteId(new Cause.OfChange(CHANGE), ROW, Part.ROW);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    private final RecordReader reader = new RecordReader(TOPICS, avro, TableNames.of("erp"));
    private final Batch batch = new Batch(TableNames.of("erp"));

    @Test
    void readsTheTopicsOfItsRunOnly() {
        assertThat(List.of(
                        TOPICS.fanOuts().name(),
                        TOPICS.writes("account").name(),
                        TOPICS.outcomes("account").name(),
                        TOPICS.identities().name(),
                        TOPICS.changes(TABLE).name(),
                        TOPICS.fences().name(),
                        TOPICS.control().name(),
                        TOPICS.deadLetters().name()))
                .allMatch(reader.topics()::isRead);
        MigrationTopics rebuild = new MigrationTopics("nw", 2, 2);
        assertThat(List.of(
                        rebuild.fanOuts().name(),
                        rebuild.writes("account").name(),
                        TOPICS.votes().name(),
                        TOPICS.usage().name(),
                        new MigrationTopics("nwx", 1, 2).control().name()))
                .noneMatch(reader.topics()::isRead);
    }

    @Test
    void makesOneRowOfAWriteThatIsAnnouncedAndRefused() {
        read(TOPICS.fanOuts(), 7, KEY.text(), new FanOutCodec().write(new FanOut.Announced(CHANGE, List.of(WRITE))));
        read(
                TOPICS.outcomes("account"),
                8,
                ROW.text(),
                new OutcomeCodec()
                        .write(new RecordedOutcome(
                                WRITE,
                                2,
                                new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name"),
                                RecordedOutcome.Stage.SINK,
                                NOON,
                                Optional.of("b-1"))));

        assertThat(staged("in_write"))
                .containsExactly(
                        "%s,%s,account,ROW,,CHANGE,%s,%s,%s,null,false,%s,1,7,null,null,null,null,null,REJECTED"
                                        .formatted(
                                                Hash.of(WRITE),
                                                Hash.of(ROW),
                                                WRITE.cause().text(),
                                                Hash.of(TABLE, KEY.text()),
                                                Ordering.of(CHANGE.position()),
                                                NOON)
                                + ",VALUE_TOO_LONG,name,null,null,2,SINK," + NOON + ",8,b-1");
        assertThat(staged("in_outcome"))
                .containsExactly(
                        "account,%s,8,%s,2,SINK,REJECTED,VALUE_TOO_LONG,name,null,b-1".formatted(Hash.of(WRITE), NOON));
        assertThat(staged("in_row"))
                .containsExactly("%s,account,%s,%s,public.customers,tALFKI,ALFKI,false,null,null,null,null,null,null"
                        .formatted(Hash.of(ROW), ROW.text(), Hash.of(TABLE, KEY.text())));
        assertThat(batch.entities()).containsExactly("account");
    }

    @Test
    void namesTheRowThatAWriteWaitsFor() {
        read(
                TOPICS.outcomes("account"),
                1,
                ROW.text(),
                new OutcomeCodec()
                        .write(new RecordedOutcome(
                                WRITE, 1, new Outcome.Parked(PARENT), RecordedOutcome.Stage.TRANSFORM, NOON)));

        assertThat(staged("in_row")).hasSize(2).anyMatch(row -> row.startsWith(Hash.of(PARENT) + ","));
        assertThat(staged("in_write"))
                .singleElement()
                .asString()
                .contains(",PARKED,null,null," + Hash.of(PARENT) + "," + PARENT.text());
    }

    @Test
    void takesTheLastIdentityOfARowAlsoThatItIsForgotten() {
        UUID guid = new UUID(1, 2);
        read(
                TOPICS.identities(),
                1,
                ROW.text(),
                new IdentityCodec()
                        .write(new Identity.Present(Optional.of(guid), 3, Identity.Origin.CREATED_BY_FERRY)));
        assertThat(staged("in_row"))
                .singleElement()
                .asString()
                .endsWith("true," + guid + ",PRESENT,3,CREATED_BY_FERRY,null,null");

        reader.read(record(TOPICS.identities().name(), 2, ROW.text(), null), batch);

        assertThat(staged("in_row")).singleElement().asString().endsWith("true,null,null,null,null,null,null");
    }

    @Test
    void countsAChangeThatItCannotDecode() {
        ConsumerRecord<String, byte[]> record =
                record(TOPICS.changes(TABLE).name(), 5, KEY.text(), new byte[] {1, 2, 3});
        record.headers()
                .add(EnvelopeFields.POSITION_HEADER, CHANGE.position().text().getBytes(UTF_8));

        reader.read(record, batch);

        assertThat(staged("in_change"))
                .containsExactly("%s,%s,5,1,public.customers,tALFKI,ALFKI,l1.2.3.4,null,null,%s"
                        .formatted(Hash.of(TABLE, KEY.text()), Ordering.of(CHANGE.position()), NOON));
    }

    @Test
    void leavesOutTombstonesAndWhatOthersCouldNotRead() {
        reader.read(record(TOPICS.changes(TABLE).name(), 5, KEY.text(), null), batch);
        ConsumerRecord<String, byte[]> ofRebuild = record(TOPICS.deadLetters().name(), 5, "k", new byte[] {1});
        DeadLetters.sign(ofRebuild.headers(), 2);
        reader.read(ofRebuild, batch);
        assertThat(staged("in_change")).isEmpty();
        assertThat(staged("ferry.dead_letter")).isEmpty();

        reader.read(record(TOPICS.deadLetters().name(), 6, "k", new byte[] {1}), batch);

        assertThat(staged("ferry.dead_letter")).containsExactly("1,6," + NOON + ",k,null,null,null,null,null,1");
    }

    @Test
    void doesNotPassOverWhatStandsInATopicOfItsOwnAndIsNoSuchRecord() {
        assertThatThrownBy(() ->
                        reader.read(record(TOPICS.fanOuts().name(), 1, "k", new byte[] {0, 0, 0, 0, 9, 1}), batch))
                .isInstanceOf(SchemasException.class);
    }

    private void read(Topic topic, long offset, String key, GenericRecord value) {
        reader.read(record(topic.name(), offset, key, avro.encode(topic.valueSubject(), value)), batch);
    }

    private static ConsumerRecord<String, byte[]> record(String topic, long offset, String key, byte[] value) {
        return new ConsumerRecord<>(
                topic,
                1,
                offset,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private List<String> staged(String table) {
        return batch.staged().stream()
                .filter(staged -> staged.table().equals(table))
                .flatMap(staged -> staged.rows().stream())
                .map(row -> String.join(",", row.stream().map(String::valueOf).toList()))
                .toList();
    }
}
