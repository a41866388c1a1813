package org.dataferry.control.steer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.topic.MigrationTopics;

/** What the source's tables have become, and where somebody accepts it, or has them read again. */
public final class DriftDesk {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final MigrationTopics topics;
    private final TableNames names;
    private final Properties kafkaClient;
    private final ConfluentAvro avro;
    private final List<SourceEvent> events = new ArrayList<>();
    private HeldTables held = HeldTables.NONE;

    private DriftDesk(MigrationTopics topics, TableNames names, RegistryEndpoint registry, Properties kafkaClient) {
        this.topics = topics;
        this.names = names;
        this.kafkaClient = kafkaClient;
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
    }

    /**
     * Reads what happened so far.
     *
     * @param names what people call the tables
     * @throws ControlException if the migration has not run yet
     */
    public static DriftDesk open(
            MigrationTopics topics, TableNames names, RegistryEndpoint registry, Properties kafkaClient) {
        DriftDesk desk = new DriftDesk(topics, names, registry, kafkaClient);
        desk.read();
        return desk;
    }

    private void read() {
        try (Admin admin = Admin.create(kafkaClient)) {
            if (!new KafkaStageOffsets(admin, KAFKA_TIMEOUT)
                    .exists(topics.control().name())) {
                throw new ControlException("this migration has not run yet, so nothing of its source is known");
            }
        }
        try (TopicFollower<ControlEvent> reader = TopicFollower.ofControl(topics, avro, kafkaClient, this::take)) {
            reader.readToEnd(KAFKA_TIMEOUT);
        }
    }

    /** The tables whose changes are held. */
    public HeldTables held() {
        return held;
    }

    /** All drifts, acceptances, decisions on gaps, and what was read again, the oldest first. */
    public List<SourceEvent> events() {
        return List.copyOf(events);
    }

    /** Returns when it is written down; capture follows within a second, if it runs. */
    public void accept(SourceEvent.DriftAccepted acceptance) {
        if (!held.isHeld(acceptance.table())) {
            throw new ControlException("no changes of " + names.text(acceptance.table()) + " are held"
                    + (held.drifts().isEmpty() ? "" : "; held are those of " + names()));
        }
        try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
            journal.write(acceptance);
        }
        take(acceptance);
    }

    /**
     * Returns when it is written down; capture begins within a second, if it runs and nothing else is read again.
     *
     * @throws ControlException if rows of the table are being read again already
     */
    public void ask(SourceEvent.ResnapshotAsked asked) {
        if (openResnapshots().contains(asked.table())) {
            throw new ControlException(
                    "rows of " + names.text(asked.table()) + " are being read again already; ferry drift"
                            + " shows how far it is. Ask again when that is over");
        }
        try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
            journal.write(asked);
        }
        take(asked);
    }

    private List<SourceTable> openResnapshots() {
        Map<String, SourceTable> open = new LinkedHashMap<>();
        for (SourceEvent event : events) {
            switch (event) {
                case SourceEvent.ResnapshotAsked asked -> open.put(asked.resnapshotId(), asked.table());
                case SourceEvent.Resnapshotted went when went.step().isLast() -> open.remove(went.resnapshotId());
                default -> {}
            }
        }
        return List.copyOf(open.values());
    }

    /**
     * Waits for what capture says to a request.
     *
     * @return the last that it has said in that time; empty if it has said nothing
     */
    public Optional<SourceEvent.Resnapshotted> awaitLastStep(String resnapshotId, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<SourceEvent.Resnapshotted> said = new ArrayList<>();
        try (TopicFollower<ControlEvent> reader = TopicFollower.ofControl(topics, avro, kafkaClient, event -> {
            if (event instanceof SourceEvent.Resnapshotted went
                    && went.resnapshotId().equals(resnapshotId)) {
                said.add(went);
                take(went);
            }
        })) {
            reader.readToEnd(KAFKA_TIMEOUT);
            while ((said.isEmpty() || !said.getLast().step().isLast()) && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE);
                reader.read();
            }
        }
        return said.isEmpty() ? Optional.empty() : Optional.of(said.getLast());
    }

    private String names() {
        return held.drifts().keySet().stream()
                .map(names::text)
                .sorted()
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private void take(ControlEvent event) {
        if (event instanceof SourceEvent source) {
            events.add(source);
            held = held.after(source);
        }
    }
}
