package org.dataferry.capture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.capture.drift.DriftRule;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.settings.SourceLimits;
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
 * @param sourceLimits of what the source is asked beside its changes
 * @param rules what holds for each table when its schema drifts; {@link DriftRule#CAUTIOUS} for one that is missing
 * @param decision how to go on where that needs a decision; it holds for one start
 * @param keys of tables that have no primary key
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
        boolean resnapshot,
        SourceLimits sourceLimits,
        Map<TableName, DriftRule> rules,
        Optional<GapDecision> decision,
        DeclaredKeys keys) {

    /** Of tables that all have a primary key. */
    public CaptureSettings(
            MigrationTopics topics,
            Map<String, Object> client,
            ConfluentAvro avro,
            SourceAddress address,
            String source,
            List<TableName> tables,
            LimitSettings.Capture limits,
            int carriedBytes,
            boolean resnapshot,
            SourceLimits sourceLimits,
            Map<TableName, DriftRule> rules,
            Optional<GapDecision> decision) {
        this(
                topics,
                client,
                avro,
                address,
                source,
                tables,
                limits,
                carriedBytes,
                resnapshot,
                sourceLimits,
                rules,
                decision,
                DeclaredKeys.NONE);
    }

    public CaptureSettings {
        client = Map.copyOf(client);
        tables = List.copyOf(tables);
        rules = Map.copyOf(rules);
        if (tables.isEmpty()) {
            throw new CaptureException("capture of source '" + source + "' needs at least one table");
        }
        if (limits.snapshot().by() == SnapshotSettings.By.DEBEZIUM
                && tables.stream().anyMatch(keys.columns()::containsKey)) {
            throw new CaptureException(
                    "source.tables declares the key of a table, and only Ferry's own reading looks whether"
                            + " it tells all rows apart: leave limits.capture.snapshot.by out");
        }
    }

    /** What holds for each captured table when its schema drifts. */
    Map<TableName, DriftRule> driftRules() {
        return tables.stream()
                .collect(Collectors.toMap(table -> table, table -> rules.getOrDefault(table, DriftRule.CAUTIOUS)));
    }

    /** The name under which offsets are kept. */
    String engineName() {
        return topics.migration() + "." + source;
    }

    /** Whether Ferry reads all rows by itself, and not Debezium. */
    boolean copies() {
        return limits.snapshot().by() == SnapshotSettings.By.COPY;
    }

    /** Whether all rows are read again, whatever was captured before. */
    boolean readsAnew() {
        return resnapshot
                || decision.filter(made -> made.choice() == Choice.RESNAPSHOT).isPresent();
    }

    /** What capture's slot and publication in the source are called. */
    public ReplicationNames names() {
        return ReplicationNames.of(topics.migration(), source);
    }
}
