package org.dataferry.capture;

import java.util.List;
import java.util.Map;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * What a capture process must know.
 *
 * @param client connection settings of the Kafka client, {@code bootstrap.servers} and security
 * @param source the migration's name for the source
 * @param tables the tables to capture
 * @param carriedBytes the largest binary value that travels; of a larger one only its size does
 * @param resnapshot whether all rows are read again in a new epoch, whatever was captured before; what is lost then is the
 *     order of changes that were not captured yet
 */
public record CaptureSettings(
        MigrationTopics topics,
        Map<String, Object> client,
        ConfluentAvro avro,
        SourceAddress address,
        String source,
        List<TableName> tables,
        LimitSettings.Capture limits,
        int carriedBytes,
        boolean resnapshot) {

    public CaptureSettings {
        client = Map.copyOf(client);
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new CaptureException("capture of source '" + source + "' needs at least one table");
        }
    }

    /** The name under which offsets are kept. */
    String engineName() {
        return topics.migration() + "." + source;
    }

    /** Whether Ferry reads all rows by itself, and not Debezium. */
    boolean copies() {
        return limits.snapshot().by() == SnapshotSettings.By.COPY;
    }

    /** What capture's slot and publication in the source are called. */
    public ReplicationNames names() {
        return ReplicationNames.of(topics.migration(), source);
    }
}
