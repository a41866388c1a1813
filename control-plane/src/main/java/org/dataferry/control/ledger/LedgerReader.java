package org.dataferry.control.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.write.WriteId;

/**
 * Reads a migration's topics into a {@link MigrationLedger}, each time from where it stopped. For one thread.
 *
 * <p>What a stage writes is read before what it was made of: outcomes, then announcements, then changes. So an outcome
 * that was read has its announcement read too, although both go on while we read.
 */
public final class LedgerReader implements AutoCloseable {

    /** Decisions that are kept: more than anybody reads; the topic has all. */
    public static final int MOST_DECISIONS = 1_000;

    /** A heartbeat a second: half an hour. A fence that somebody waits for is set later than that. */
    private static final long RECENT_FENCES = 2_000;

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final TopicCursor cursor;
    private final StageOffsets offsets;
    private final MigrationLedger ledger = new MigrationLedger();
    private final Map<List<String>, FenceEvent.Reached> fences = new HashMap<>();
    private final CaptureSigns captureSigns = new CaptureSigns();
    private final FanOutCodec fanOuts = new FanOutCodec();
    private final OutcomeCodec outcomes = new OutcomeCodec();
    private final IdentityCodec identities = new IdentityCodec();
    private final FenceCodec fenceEvents = new FenceCodec();
    private final Map<TopicPartition, Long> outcomesRead = new HashMap<>();
    private final Movements movements = new Movements(ledger);
    private final SinkRecords sinks;

    /** @param timeout without any progress, after which reading is given up */
    public LedgerReader(
            MigrationTopics topics, ConfluentAvro avro, Properties client, StageOffsets offsets, Duration timeout) {
        this(topics, avro, offsets, TopicCursor.open(client, offsets, timeout));
    }

    LedgerReader(MigrationTopics topics, ConfluentAvro avro, StageOffsets offsets, TopicCursor cursor) {
        this.topics = topics;
        this.avro = avro;
        this.offsets = offsets;
        this.sinks = new SinkRecords(topics, avro, ledger);
        this.cursor = cursor;
    }

    public MigrationLedger ledger() {
        return ledger;
    }

    /** The fence of this id, once capture has reached it at that source. */
    public Optional<FenceEvent.Reached> fence(String source, String id) {
        return Optional.ofNullable(fences.get(List.of(source, id)));
    }

    /** What capture has told of the sources, as of the last time that the topics were read. */
    public CaptureSigns captureSigns() {
        return captureSigns;
    }

    /** How far the target is behind these sources, as of the last time that the topics were read. */
    public Lag lag(Collection<String> sources, Instant now) {
        return Lag.of(
                movements.unread(),
                ledger.inFlight(),
                captureSigns.announcedUpTo(sources),
                ledger.oldestInFlight().map(movements::committed),
                now);
    }

    /** What is under way and how fast, as of the last time that the topics were read. */
    public Movements movements() {
        return movements;
    }

    /** What people have decided for the sinks, as of the last time that the topics were read. */
    public SinkControl control() {
        return sinks.control();
    }

    /** The cutover that is set, as of the last time that the topics were read. */
    public Optional<PlannedCutover> cutover() {
        return sinks.cutover().flatMap(PlannedCutover::of);
    }

    /** The source tables whose changes are held, as of the last time that the topics were read. */
    public HeldTables held() {
        return sinks.held();
    }

    /** What people have decided last, the newest first, as of the last time that the topics were read. */
    public List<ControlEvent> decisions() {
        return sinks.decisions();
    }

    /** What the sinks have used of the daily entitlement, as of the last time that the topics were read. */
    public Collection<RequestUse> usage() {
        return sinks.usage();
    }

    /** Behind the last outcome that was read of each partition, wherever the topic ends. */
    Map<TopicPartition, Long> outcomesRead() {
        return Map.copyOf(outcomesRead);
    }

    /** The changes that were read, as the offsets behind the last one of each partition. */
    public Map<TopicPartition, Long> changesRead() {
        return cursor.assigned(this::isChanges).stream()
                .collect(Collectors.toMap(partition -> partition, cursor::position));
    }

    /** The ids of writes in flight, read again from where they were announced. */
    List<String> idsOf(List<InFlight.Found> writes) {
        List<String> ids = new ArrayList<>();
        for (InFlight.Found found : writes) {
            TopicPartition partition =
                    new TopicPartition(topics.fanOuts().name(), found.where().partition());
            cursor.recordAt(partition, found.where().offset())
                    .map(record -> fanOuts.read(avro.decode(record.value(), fanOuts.schema())))
                    .ifPresent(fanOut -> MigrationLedger.writesOf(fanOut).stream()
                            .map(WriteId::text)
                            .filter(id -> Fingerprint.of(id).equals(found.write()))
                            .forEach(ids::add));
        }
        return ids;
    }

    /** Reads to the end as it is at the time of the call. Topics that appear between calls are read from then on. */
    public void catchUp() {
        cursor.refresh(this::isRead, this::isFences, RECENT_FENCES);
        cursor.readToEnd(topic -> isOutcomes(topic) || isIdentities(topic), this::read);
        cursor.readToEnd(this::isFanOuts, this::read);
        cursor.readToEnd(
                topic -> isChanges(topic) || isDeadLetters(topic) || isFences(topic) || sinks.isRead(topic),
                this::read);
        compareWithTransform();
    }

    /**
     * Whether no change was announced yet, so that what an earlier migration left in the target is to be read from there.
     * Stays true when that reading was cut short.
     */
    public boolean isBeginning() {
        String announcements = topics.fanOuts().name();
        return cursor.isEmpty(IntStream.range(0, topics.partitions())
                .mapToObj(partition -> new TopicPartition(announcements, partition))
                .toList());
    }

    @Override
    public void close() {
        cursor.close();
    }

    private void compareWithTransform() {
        Map<TopicPartition, Long> committed = offsets.committed(topics.transformApplication());
        Map<String, Map<Integer, Long>> byTopic = new HashMap<>();
        committed.forEach((partition, offset) -> byTopic.computeIfAbsent(partition.topic(), first -> new HashMap<>())
                .put(partition.partition(), offset));
        captureSigns.passed(byTopic);
        movements.compare(
                cursor.assigned(this::isChanges).stream()
                        .collect(Collectors.toMap(partition -> partition, cursor::position)),
                committed,
                topics);
    }

    private boolean isRead(String topic) {
        return isChanges(topic)
                || isFences(topic)
                || isFanOuts(topic)
                || isIdentities(topic)
                || isOutcomes(topic)
                || isDeadLetters(topic)
                || sinks.isRead(topic);
    }

    private boolean isChanges(String topic) {
        return topics.tableOf(topic).isPresent();
    }

    private boolean isFences(String topic) {
        return topic.equals(topics.fences().name());
    }

    private boolean isFanOuts(String topic) {
        return topic.equals(topics.fanOuts().name());
    }

    private boolean isIdentities(String topic) {
        return topic.equals(topics.identities().name());
    }

    private boolean isDeadLetters(String topic) {
        return topic.equals(topics.deadLetters().name());
    }

    private boolean isOutcomes(String topic) {
        return topic.startsWith(topics.migration() + ".g" + topics.rebuild() + ".outcomes.");
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (isDeadLetters(topic)) {
            if (DeadLetters.rebuildOf(record.headers()) == topics.rebuild()) {
                ledger.buried(OpenLetter.of(record));
            }
        } else if (sinks.isRead(topic)) {
            sinks.read(record);
        } else if (record.value() == null) {
            // A tombstone or a marker of an epoch's end: no change of a row.
            return;
        } else if (isFanOuts(topic)) {
            ledger.announced(
                    fanOuts.read(avro.decode(record.value(), fanOuts.schema())),
                    new Announcement(Instant.ofEpochMilli(record.timestamp()), record.partition(), record.offset()));
        } else if (isIdentities(topic)) {
            ledger.identified(
                    RowId.parse(record.key()), identities.read(avro.decode(record.value(), identities.schema())));
        } else if (isFences(topic)) {
            read(
                    fenceEvents.read(avro.decode(record.value(), fenceEvents.schema())),
                    Instant.ofEpochMilli(record.timestamp()));
        } else if (isOutcomes(topic)) {
            outcomesRead.put(new TopicPartition(topic, record.partition()), record.offset() + 1);
            ledger.recorded(outcomes.read(avro.decode(record.value(), outcomes.schema())));
        } else {
            topics.tableOf(topic).ifPresent(table -> readChange(table, record));
        }
    }

    /** What is not a change, transform makes a dead letter of; it is counted there. */
    private void readChange(SourceTable table, ConsumerRecord<String, byte[]> record) {
        Header position = record.headers().lastHeader(EnvelopeFields.POSITION_HEADER);
        if (position == null || record.key() == null) {
            return;
        }
        SourcePosition at;
        try {
            at = SourcePosition.parse(new String(position.value(), UTF_8));
        } catch (SchemasException unreadable) {
            return;
        }
        ledger.captured(table, record.key(), at);
        Instant captured = Instant.ofEpochMilli(record.timestamp());
        movements.captured(table, captured);
        captureSigns.captured(table, captured);
    }

    private void read(FenceEvent event, Instant captured) {
        switch (event) {
            case FenceEvent.Reached reached
            when reached.kind() == FenceEvent.Kind.HEARTBEAT -> {
                captureSigns.reached(reached, captured);
                movements.heard(captured, reached.committedAt());
            }
            case FenceEvent.Reached reached -> fences.put(List.of(reached.source(), reached.fenceId()), reached);
            case FenceEvent.Passed ignored -> {}
            case FenceEvent.Checked ignored -> {}
        }
    }
}
