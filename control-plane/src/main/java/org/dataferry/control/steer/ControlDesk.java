package org.dataferry.control.steer;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.topic.MigrationTopics;

/** What holds for the sinks now, and where more is decided. Holds nothing open. */
public final class ControlDesk {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final MigrationTopics topics;
    private final Properties kafkaClient;
    private final ConfluentAvro avro;
    private SinkControl control = SinkControl.NONE;

    private ControlDesk(MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient) {
        this.topics = topics;
        this.kafkaClient = kafkaClient;
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
    }

    /**
     * Reads what was decided so far.
     *
     * @throws ControlException if the migration has not run yet
     */
    public static ControlDesk open(MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient) {
        ControlDesk desk = new ControlDesk(topics, registry, kafkaClient);
        desk.read();
        return desk;
    }

    private void read() {
        try (Admin admin = Admin.create(kafkaClient)) {
            if (!new KafkaStageOffsets(admin, KAFKA_TIMEOUT)
                    .exists(topics.control().name())) {
                throw new ControlException("this migration has not run yet, so there is no sink to steer");
            }
        }
        try (TopicFollower<ControlEvent> reader = TopicFollower.ofControl(topics, avro, kafkaClient, this::take)) {
            reader.readToEnd(KAFKA_TIMEOUT);
        }
    }

    /** What holds, with what was decided here. */
    public SinkControl control() {
        return control;
    }

    /** The rebuild that it holds for. */
    int rebuild() {
        return topics.rebuild();
    }

    /** Returns when it is written down; the sinks follow within a second. */
    public void write(ControlEvent event) {
        try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
            journal.write(event);
        }
        take(event);
    }

    private void take(ControlEvent event) {
        if (event instanceof SinkSteering steering && steering.rebuild() == topics.rebuild()) {
            control = control.after(steering);
        }
    }
}
