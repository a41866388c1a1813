package org.dataferry.schemas.topic;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.SourceTable;

/**
 * The topics of one migration. All that are keyed by rows have the migration's one partition count.
 *
 * @param migration the first part of every name
 * @param rebuild the number of the run of everything after {@code changes}, from 1; part of the names of its topics
 * @param partitions the migration's one partition count
 */
public record MigrationTopics(String migration, int rebuild, int partitions) {

    /** Kafka allows 249 characters of these (Kafka documentation, topic names). Dots separate the parts of our names. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    public MigrationTopics {
        if (!NAME.matcher(migration).matches()) {
            throw new SchemasException("'" + migration
                    + "' cannot name a migration: up to 63 of a-z, 0-9, _ and -, beginning with a letter or digit");
        }
        if (rebuild < 1 || partitions < 1) {
            throw new SchemasException("a migration has a rebuild and a partition count from 1");
        }
    }

    /** The changes of a source table, as Debezium envelopes keyed by source key. */
    public Topic changes(SourceTable table) {
        return new Topic(
                changesPrefix(table.source()) + TopicNames.encodeInner(table.schema()) + "."
                        + TopicNames.encode(table.table()),
                TopicOwner.CAPTURE,
                partitions,
                Retention.WHOLE_MIGRATION);
    }

    /** What all names of the change topics of a source begin with. */
    public String changesPrefix(String source) {
        return migration + ".changes." + TopicNames.encodeInner(source) + ".";
    }

    /** The table whose changes a topic holds; empty if it is not a change topic of this migration. */
    public Optional<SourceTable> tableOf(String topicName) {
        String prefix = migration + ".changes.";
        if (!topicName.startsWith(prefix)) {
            return Optional.empty();
        }
        String[] parts = topicName.substring(prefix.length()).split("\\.", -1);
        if (parts.length != 3 || !Stream.of(parts).allMatch(TopicNames::isEncoded)) {
            return Optional.empty();
        }
        SourceTable table =
                new SourceTable(TopicNames.decode(parts[0]), TopicNames.decode(parts[1]), TopicNames.decode(parts[2]));
        return Optional.of(table).filter(found -> changes(found).name().equals(topicName));
    }

    /** Commands to send again, keyed by source key. */
    public Topic replays() {
        return wholeMigration(migration + ".replays", TopicOwner.CONTROL_PLANE);
    }

    /** Option sets, owners, currencies and master data, keyed by code. */
    public Topic reference(String name) {
        return new Topic(
                migration + ".reference." + TopicNames.encode(name), TopicOwner.CONTROL_PLANE, 1, Retention.COMPACTED);
    }

    /** What each change announced, keyed by source key. */
    public Topic fanOuts() {
        return wholeMigration(ofRebuild("fan-outs"), TopicOwner.TRANSFORM_STREAMS);
    }

    /**
     * Which source rows make which links, and merge into which rows, keyed by the row id of those: they meet there from all
     * partitions.
     */
    public Topic votes() {
        return wholeMigration(ofRebuild("votes"), TopicOwner.TRANSFORM_STREAMS);
    }

    /** The writes of an entity, keyed by row id. */
    public Topic writes(String entity) {
        return wholeMigration(ofRebuild("writes." + TopicNames.encode(entity)), TopicOwner.TRANSFORM_STREAMS);
    }

    /** The outcomes of an entity's writes, keyed by row id. */
    public Topic outcomes(String entity) {
        return wholeMigration(ofRebuild("outcomes." + TopicNames.encode(entity)), TopicOwner.TRANSFORM_AND_SINK);
    }

    /**
     * The identities of all rows, keyed by row id. Every instance reads it whole, and restoring costs half a second a
     * partition whatever its size; so it has one.
     */
    public Topic identities() {
        return new Topic(ofRebuild("identities"), TopicOwner.TRANSFORM_AND_SINK, 1, Retention.COMPACTED);
    }

    /** Old values of rows that were in the target before Ferry, keyed by row id. */
    public Topic beforeImages(String entity) {
        return wholeMigration(ofRebuild("before-images." + TopicNames.encode(entity)), TopicOwner.DATAVERSE_SINK);
    }

    /** Input that could not be read at all, under the key it came with. */
    public Topic deadLetters() {
        return wholeMigration(migration + ".dead-letters", TopicOwner.ANY);
    }

    /** Fences and heartbeats; one partition, as every task reads it in one order. */
    public Topic fences() {
        return new Topic(migration + ".fences", TopicOwner.ANY, 1, Retention.WHOLE_MIGRATION);
    }

    /** Who did what, when and why. */
    public Topic control() {
        return new Topic(migration + ".control", TopicOwner.CONTROL_PLANE, 1, Retention.WHOLE_MIGRATION);
    }

    /** What the sinks use of the daily entitlement, by process and minute; of all rebuilds, as the tenant's pool is one. */
    public Topic usage() {
        return new Topic(migration + ".usage", TopicOwner.DATAVERSE_SINK, 1, Retention.COMPACTED);
    }

    /** Where capture stands in its source, as Debezium keeps it. */
    public Topic captureOffsets() {
        return new Topic(migration + ".capture-offsets", TopicOwner.CAPTURE, 1, Retention.COMPACTED);
    }

    /** The epochs of the source's tables, keyed by table. */
    public Topic captureEpochs() {
        return new Topic(migration + ".capture-epochs", TopicOwner.CAPTURE, 1, Retention.COMPACTED);
    }

    /** What capture last saw of the source: which server it is, and the shapes of its tables. */
    public Topic captureSource() {
        return new Topic(migration + ".capture-source", TopicOwner.CAPTURE, 1, Retention.COMPACTED);
    }

    /** The changes of a source table that are held back since its schema drifted; they go on to {@link #changes}. */
    public Topic held(SourceTable table) {
        return new Topic(
                migration + ".held." + TopicNames.encodeInner(table.source()) + "."
                        + TopicNames.encodeInner(table.schema()) + "." + TopicNames.encode(table.table()),
                TopicOwner.CAPTURE,
                partitions,
                Retention.WHOLE_MIGRATION);
    }

    /** The consumer group whose offsets say how far held changes have gone on. */
    public String heldGroup() {
        return migration + ".capture-held";
    }

    /** The application id of the transform of this rebuild. */
    public String transformApplication() {
        return ofRebuild("transform");
    }

    /** The consumer group of the sinks of this rebuild. */
    public String sinkGroup() {
        return ofRebuild("sink");
    }

    private String ofRebuild(String name) {
        return migration + ".g" + rebuild + "." + name;
    }

    private Topic wholeMigration(String name, TopicOwner owner) {
        return new Topic(name, owner, partitions, Retention.WHOLE_MIGRATION);
    }
}
