package org.dataferry.control.cli;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;

/** Where people steer the sinks: what holds now, and what is decided. Needs Kafka and the registry, joined where they run. */
final class ControlDesk implements AutoCloseable {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final MigrationTopics topics;
    private final LogServers servers;
    private final ConfluentAvro avro;
    private SinkControl control = SinkControl.NONE;

    private ControlDesk(MigrationTopics topics, LogServers servers) {
        this.topics = topics;
        this.servers = servers;
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(servers.registry()));
    }

    /** @throws ControlException if the migration has not run yet */
    static ControlDesk open(MigrationFolder folder, Console console) {
        LogServers servers = LogServers.start(folder, console.servers());
        try {
            ControlDesk desk = new ControlDesk(folder.topics(), servers);
            desk.read();
            return desk;
        } catch (RuntimeException failed) {
            servers.close();
            throw failed;
        }
    }

    private void read() {
        try (Admin admin = Admin.create(servers.kafkaClient())) {
            if (!new KafkaStageOffsets(admin, KAFKA_TIMEOUT)
                    .exists(topics.control().name())) {
                throw new ControlException("this migration has not run yet, so there is no sink to steer");
            }
        }
        try (TopicFollower<ControlEvent> reader =
                TopicFollower.ofControl(topics, avro, servers.kafkaClient(), this::take)) {
            reader.readToEnd(KAFKA_TIMEOUT);
        }
    }

    /** What holds, with what was decided here. */
    SinkControl control() {
        return control;
    }

    /** Returns when it is written down; the sinks follow within a second. */
    void decide(SinkSteering event) {
        try (ControlJournal journal = new ControlJournal(topics, avro, servers.kafkaClient())) {
            journal.write(event);
        }
        take(event);
    }

    private void take(ControlEvent event) {
        if (event instanceof SinkSteering steering && steering.rebuild() == topics.rebuild()) {
            control = control.after(steering);
        }
    }

    @Override
    public void close() {
        servers.close();
    }
}
