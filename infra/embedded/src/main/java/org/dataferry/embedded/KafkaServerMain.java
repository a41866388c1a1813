package org.dataferry.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node, broker and controller in one, with its storage in {@code data} below the working directory. Arguments: the broker's port
 * and the controller's port, both on 127.0.0.1.
 *
 * <p>What it has acknowledged survives a kill -9 of this process, because written bytes are in the operating system's page cache then. It
 * does not survive a power cut: like every Kafka it does not flush each write, and there is no second node.
 */
public final class KafkaServerMain {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaServerMain.class);

    private static final String DATA = "data";

    private KafkaServerMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("Usage: KafkaServerMain BROKER_PORT CONTROLLER_PORT");
        }
        formatOnce(Path.of(DATA));
        KafkaConfig config =
                new KafkaConfig(KafkaSettings.of(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), DATA));
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-kafka"));
        server.startup();
        LOG.info("kafka ready port={}", arguments[0]);
        server.awaitShutdown();
    }

    /** Formats beside and renames, so that a kill in between leaves nothing half formatted. */
    private static void formatOnce(Path data) throws Exception {
        if (Files.exists(data)) {
            return;
        }
        Path draft = data.resolveSibling(DATA + ".draft");
        FileTree.delete(draft);
        Files.createDirectories(draft);
        new Formatter()
                .setPrintStream(System.out)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setNodeId(KafkaSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(draft.toString())
                .addDirectory(draft.toString())
                .run();
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }
}
