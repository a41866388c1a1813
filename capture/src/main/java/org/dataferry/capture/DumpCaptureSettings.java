package org.dataferry.capture;

import java.util.List;
import java.util.Map;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * What a capture of dumps must know.
 *
 * @param client connection settings of the Kafka client, {@code bootstrap.servers} and security
 * @param name the migration's name for the source
 * @param tables the tables to capture; others of the source are left alone
 */
public record DumpCaptureSettings(
        MigrationTopics topics,
        Map<String, Object> client,
        ConfluentAvro avro,
        DumpSource source,
        String name,
        List<TableName> tables,
        LimitSettings.Capture limits) {

    public DumpCaptureSettings {
        client = Map.copyOf(client);
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new CaptureException("capture of source '" + name + "' needs at least one table");
        }
    }
}
