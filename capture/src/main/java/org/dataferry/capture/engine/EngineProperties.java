package org.dataferry.capture.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.Topic;

/** Debezium's settings, with the reason for each that is not obvious. */
public final class EngineProperties {

    static final String PREFIX = "ferry";
    static final String TRANSACTIONS = PREFIX + ".transaction";
    static final String NOTIFICATIONS = PREFIX + ".notifications";

    private EngineProperties() {}

    /**
     * @param client connection settings of the Kafka client; the store of offsets connects with them too
     * @param placeholder stands for a large value that did not change
     * @param keys of tables that have no primary key
     * @param excluded columns that only a snapshot would bring, as {@code schema.table.column}
     */
    public static Properties of(
            String engineName,
            SourceAddress address,
            ReplicationNames names,
            Collection<TableName> tables,
            List<String> excluded,
            String placeholder,
            DeclaredKeys keys,
            LimitSettings.Capture limits,
            Map<String, Object> client,
            Topic offsets) {
        Properties properties = new Properties();
        client.forEach((name, value) -> properties.put(name, String.valueOf(value)));
        addOffsets(properties, offsets);
        addSource(properties, address, names, tables, excluded);
        addKeys(properties, tables, keys);
        properties.put("name", engineName);
        properties.put("topic.prefix", PREFIX);
        // Two engines of one process would have metrics of one name, and Debezium waits a minute for each that is
        // taken.
        properties.put("custom.metric.tags", "slot=" + names.slot());
        addReading(properties, placeholder);
        addStops(properties);
        properties.put("max.batch.size", Integer.toString(limits.batchSize()));
        properties.put("max.queue.size", Integer.toString(limits.queueSize()));
        properties.put("poll.interval.ms", Long.toString(limits.pollInterval().toMillis()));
        return properties;
    }

    private static void addOffsets(Properties properties, Topic offsets) {
        properties.put("offset.storage", OffsetStore.class.getName());
        properties.put("offset.storage.topic", offsets.name());
        properties.put("offset.storage.partitions", Integer.toString(offsets.partitions()));
        // Not used, as the topic is there already; the engine wants it all the same.
        properties.put("offset.storage.replication.factor", "1");
        // After every batch that ends a transaction.
        properties.put("offset.flush.interval.ms", "0");
        // We say that we trust our offsets: they are never ahead of what Kafka has acknowledged.
        properties.put("offset.mismatch.strategy", "trust_offset");
        properties.put("lsn.flush.mode", "connector");
    }

    private static void addSource(
            Properties properties,
            SourceAddress address,
            ReplicationNames names,
            Collection<TableName> tables,
            List<String> excluded) {
        properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        properties.put("database.hostname", address.host());
        properties.put("database.port", Integer.toString(address.port()));
        properties.put("database.user", address.user());
        properties.put("database.password", address.password());
        properties.put("database.dbname", address.database());
        address.sslMode().ifPresent(mode -> properties.put("database.sslmode", mode));
        address.sslRootCertificates().ifPresent(file -> properties.put("database.sslrootcert", file));
        properties.put("plugin.name", "pgoutput");
        properties.put("slot.name", names.slot());
        properties.put("slot.drop.on.stop", "false");
        // The slot is free before the engine starts; if it is not, waiting ten seconds for it helps nobody.
        properties.put("slot.max.retries", "20");
        properties.put("slot.retry.delay.ms", "250");
        properties.put("publication.name", names.publication());
        properties.put("publication.autocreate.mode", "disabled");
        properties.put(
                "table.include.list",
                tables.stream()
                        .map(table -> pattern(table.schema()) + "\\." + pattern(table.table()))
                        .collect(Collectors.joining(",")));
        if (!excluded.isEmpty()) {
            properties.put("column.exclude.list", String.join(",", excluded));
        }
        properties.put("message.prefix.include.list", "ferry-.*");
    }

    /** Names with what separates them here were refused before. */
    private static void addKeys(Properties properties, Collection<TableName> tables, DeclaredKeys keys) {
        String declared = tables.stream()
                .flatMap(table -> keys.of(table).stream()
                        .map(columns -> pattern(table.schema()) + "\\." + pattern(table.table()) + ":"
                                + columns.stream()
                                        .map(EngineProperties::pattern)
                                        .collect(Collectors.joining(","))))
                .collect(Collectors.joining(";"));
        if (!declared.isEmpty()) {
            properties.put("message.key.columns", declared);
        }
    }

    private static void addReading(Properties properties, String placeholder) {
        properties.put("snapshot.mode", "initial");
        properties.put("decimal.handling.mode", "precise");
        properties.put("interval.handling.mode", "string");
        properties.put("unavailable.value.placeholder", placeholder);
        properties.put("tombstones.on.delete", "false");
        // TRUNCATE is skipped by default.
        properties.put("skipped.operations", "none");
        // A value that cannot be converted would be left out with a line in the log.
        properties.put("event.converting.failure.handling.mode", "fail");
        properties.put("provide.transaction.metadata", "true");
        properties.put("topic.transaction", "transaction");
        properties.put("notification.enabled.channels", "sink");
        properties.put("notification.sink.topic.name", NOTIFICATIONS);
        properties.put("record.processing.order", "ORDERED");
        // Nobody reads them, and at full speed they fill the log with complaints that they cannot keep up.
        properties.put("statistics.metrics.enabled", "false");
    }

    private static void addStops(Properties properties) {
        // A restart within the engine would deliver again without our knowing, and positions would not be the same.
        properties.put("errors.max.retries", "0");
        properties.put("executor.shutdown.timeout.ms", "2000");
        properties.put("task.management.timeout.ms", "30000");
    }

    /** A pattern that matches just this name; commas separate patterns. */
    static String pattern(String name) {
        StringBuilder pattern = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (!Character.isLetterOrDigit(c) && c != '_') {
                pattern.append('\\');
            }
            pattern.appendCodePoint(c);
        });
        return pattern.toString();
    }
}
