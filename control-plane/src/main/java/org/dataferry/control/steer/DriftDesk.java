package org.dataferry.control.steer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.topic.MigrationTopics;

/** What the source's tables have become, and where somebody accepts it. */
public final class DriftDesk {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final MigrationTopics topics;
    private final Properties kafkaClient;
    private final ConfluentAvro avro;
    private final List<SourceEvent> events = new ArrayList<>();
    private HeldTables held = HeldTables.NONE;

    private DriftDesk(MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient) {
        this.topics = topics;
        this.kafkaClient = kafkaClient;
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
    }

    /**
     * Reads what happened so far.
     *
     * @throws ControlException if the migration has not run yet
     */
    public static DriftDesk open(MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient) {
        DriftDesk desk = new DriftDesk(topics, registry, kafkaClient);
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

    /** All drifts, acceptances and decisions on gaps, the oldest first. */
    public List<SourceEvent> events() {
        return List.copyOf(events);
    }

    /** Returns when it is written down; capture follows within a second, if it runs. */
    public void accept(SourceEvent.DriftAccepted acceptance) {
        if (!held.isHeld(acceptance.table())) {
            throw new ControlException("no changes of " + acceptance.table().qualified() + " are held"
                    + (held.drifts().isEmpty() ? "" : "; held are those of " + names()));
        }
        try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
            journal.write(acceptance);
        }
        take(acceptance);
    }

    private String names() {
        return held.drifts().keySet().stream()
                .map(table -> table.qualified())
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
