package org.dataferry.embedded;

import java.util.HashMap;
import java.util.Map;

/** The settings of the only node of a cluster, and why they are not the defaults. */
final class KafkaSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Fewer than the default 50, because each is opened and recovered at every start. */
    private static final int INTERNAL_PARTITIONS = 8;

    /** Room for rows with large columns; a client must raise its own limit as well. */
    private static final int LARGEST_BATCH_BYTES = 16 << 20;

    private KafkaSettings() {}

    static Map<String, String> of(int port, int controllerPort, String dataDirectory) {
        Map<String, String> settings = new HashMap<>();
        addNode(settings, port, controllerPort, dataDirectory);
        addSingleNode(settings);
        addDurability(settings);
        addSizes(settings);
        return Map.copyOf(settings);
    }

    private static void addNode(Map<String, String> settings, int port, int controllerPort, String dataDirectory) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER_LISTENER, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort));
        settings.put("log.dirs", dataDirectory);
        // Topics are made by their owners, with their partitions; a misspelt name is an error.
        settings.put("auto.create.topics.enable", "false");
    }

    private static void addSingleNode(Map<String, String> settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", Integer.toString(INTERNAL_PARTITIONS));
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("default.replication.factor", "1");
        // After a crash the node waits for its own old session: 12 s with the defaults, 2 s with these.
        settings.put("broker.session.timeout.ms", "1000");
        settings.put("broker.heartbeat.interval.ms", "250");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A crashed client's transaction hides what follows it from readers until it is aborted; the default looks
        // every 10 s.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void addDurability(Map<String, String> settings) {
        // Topics keep everything unless their owner says otherwise.
        settings.put("log.retention.ms", "-1");
        settings.put("log.retention.bytes", "-1");
        // Offsets are the checkpoints of a migration; by default a group that rests for a week loses them.
        settings.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        settings.put("controlled.shutdown.enable", "true");
    }

    private static void addSizes(Map<String, String> settings) {
        settings.put("message.max.bytes", Integer.toString(LARGEST_BATCH_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(LARGEST_BATCH_BYTES));
        settings.put("log.segment.bytes", Integer.toString(256 << 20));
        // Part of the heap, and 128 MB by default.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
    }
}
