package org.dataferry.sink.client.metadata;

import static org.dataferry.sink.client.protocol.DataverseRequest.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dataferry.sink.client.metadata.KeyDefinition.IndexStatus;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseErrorCode;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.transport.Sleeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tables, columns, options, keys, lookups and many-to-many relationships. Each call returns when its thing exists, also if it existed before or if the
 * answer to our first attempt was lost; whether an existing one is as it should be is for the caller to compare.
 *
 * <p>Changes of metadata collide: only one customization runs at a time, and caches learn of new things late. Such
 * refusals are tried again for {@link #PATIENCE}; everything else is a {@link DataverseException} at once.
 */
public final class MetadataWriter {
    /** Propagation was seen to take up to half a minute; a publish by somebody else, a few. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Refusals that pass: one customization at a time, and caches that lag. */
    private static final List<String> COLLISIONS = List.of(
            "customization operation",
            "cannot start another",
            "metadatacache",
            "invalid property",
            "not found in the cache");

    private static final Logger log = LoggerFactory.getLogger(MetadataWriter.class);

    private final DataverseClient client;
    private final MetadataReader reader;
    private final Clock clock;
    private final Sleeper sleeper;

    public MetadataWriter(DataverseClient client, MetadataReader reader, Clock clock, Sleeper sleeper) {
        this.client = client;
        this.reader = reader;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    public void createTable(NewTable table) throws InterruptedException {
        make(
                "table " + table.logicalName(),
                "EntityDefinitions",
                DefinitionJson.table(table),
                () -> reader.table(table.logicalName()).isPresent());
    }

    public void addColumn(String table, NewColumn column) throws InterruptedException {
        make(
                "column %s of table %s".formatted(column.logicalName(), table),
                MetadataReader.path(table) + "/Attributes",
                DefinitionJson.column(column),
                () -> hasColumn(table, column.logicalName()));
    }

    public void createLookup(NewLookup lookup) throws InterruptedException {
        make(
                "lookup %s of table %s".formatted(lookup.logicalName(), lookup.table()),
                "RelationshipDefinitions",
                DefinitionJson.lookup(lookup),
                () -> hasColumn(lookup.table(), lookup.logicalName()));
    }

    public void createPolymorphicLookup(NewPolymorphicLookup lookup) throws InterruptedException {
        make(
                "lookup %s of table %s".formatted(lookup.logicalName(), lookup.table()),
                "CreatePolymorphicLookupAttribute",
                DefinitionJson.polymorphicLookup(lookup),
                () -> hasColumn(lookup.table(), lookup.logicalName()));
    }

    public void createManyToMany(NewManyToMany relationship) throws InterruptedException {
        make(
                "relationship %s of tables %s and %s"
                        .formatted(relationship.schemaName(), relationship.firstTable(), relationship.secondTable()),
                "RelationshipDefinitions",
                DefinitionJson.manyToMany(relationship),
                () -> reader.manyToManyRelationships(relationship.firstTable()).stream()
                        .anyMatch(known -> known.schemaName().equalsIgnoreCase(relationship.schemaName())));
    }

    /**
     * Adds an option to a choice that is there, and publishes it: unlike something new, a change is not in use before.
     *
     * @param choice as the reader tells it
     */
    public void insertOption(String table, String column, ColumnType.Choice choice, ColumnType.Option option)
            throws InterruptedException {
        make(
                "option %d of column %s of table %s".formatted(option.value(), column, table),
                "InsertOptionValue",
                DefinitionJson.insertedOption(table, column, choice.global(), option),
                () -> {
                    // A first attempt may have come as far as here.
                    publish(table, choice.global());
                    return hasOption(table, column, option);
                });
        publish(table, choice.global());
    }

    private void publish(String table, Optional<String> globalChoice) throws InterruptedException {
        make(
                "publication of " + globalChoice.orElse(table),
                "PublishXml",
                DefinitionJson.publication(table, globalChoice),
                () -> false);
    }

    /** Only begins to build the index; see {@link #awaitKey}. */
    public void createKey(String table, NewKey key) throws InterruptedException {
        make(
                "alternate key %s of table %s".formatted(key.logicalName(), table),
                MetadataReader.path(table) + "/Keys",
                DefinitionJson.key(key),
                () -> key(table, key.logicalName()).isPresent());
    }

    /**
     * Waits until a key can be used.
     *
     * @throws DataverseException when its index could not be built, or not within the timeout
     */
    public void awaitKey(String table, String keyLogicalName, Duration timeout) throws InterruptedException {
        Instant deadline = clock.instant().plus(timeout);
        while (true) {
            Optional<IndexStatus> status = key(table, keyLogicalName).map(KeyDefinition::status);
            if (status.equals(Optional.of(IndexStatus.ACTIVE))) {
                return;
            }
            if (status.equals(Optional.of(IndexStatus.FAILED))) {
                throw new DataverseException(
                        "The index of alternate key %s of table %s could not be built. Rows with equal values in its columns are the usual reason: remove them, then reactivate the key"
                                .formatted(keyLogicalName, table));
            }
            if (clock.instant().isAfter(deadline) || !sleeper.sleep(PAUSE)) {
                throw new DataverseException("Alternate key %s of table %s is %s after waiting %s for its index"
                        .formatted(
                                keyLogicalName,
                                table,
                                status.map(value -> "still " + value).orElse("absent"),
                                timeout));
            }
        }
    }

    private interface Existence {
        boolean known() throws InterruptedException;
    }

    private void make(String what, String path, ObjectNode definition, Existence existence)
            throws InterruptedException {
        Instant deadline = clock.instant().plus(PATIENCE);
        DataverseRequest request = DataverseRequest.json(Operation.METADATA_WRITE, POST, path, Json.write(definition));
        while (client.send(request) instanceof Failed<Reply>(Failure failure)) {
            if (mayExist(failure) && existence.known()) {
                return;
            }
            boolean goOn = passes(failure) && clock.instant().isBefore(deadline);
            if (!goOn || !sleeper.sleep(PAUSE)) {
                throw new DataverseException("Could not make the %s: %s".formatted(what, failure.describe()));
            }
            log.info("Metadata is not ready, trying again what={} reason={}", what, failure.describe());
        }
        log.info("Made what={}", what);
    }

    /** Either an answer got lost, or the server says in one of many ways that the name is taken. */
    private static boolean mayExist(Failure failure) {
        return switch (failure) {
            case Failure.Lost lost -> true;
            case Failure.Refused refused -> !collides(refused.error());
            case Failure.Throttled throttled -> false;
            case Failure.Unavailable unavailable -> false;
        };
    }

    private static boolean passes(Failure failure) {
        return switch (failure) {
            case Failure.Lost lost -> true;
            case Failure.Refused refused -> collides(refused.error());
            // The layers below have tried as long as they were allowed to.
            case Failure.Throttled throttled -> false;
            case Failure.Unavailable unavailable -> false;
        };
    }

    private static boolean collides(ApiError error) {
        String message = error.message().toLowerCase(Locale.ROOT);
        return error.code() == DataverseErrorCode.UNEXPECTED
                || error.kind() == ErrorKind.TOO_SLOW
                || error.kind() == ErrorKind.CONTENTION
                || COLLISIONS.stream().anyMatch(message::contains);
    }

    private boolean hasOption(String table, String column, ColumnType.Option option) throws InterruptedException {
        return reader.table(table)
                .flatMap(known -> known.column(column))
                .filter(known -> known.type() instanceof ColumnType.Choice choice
                        && choice.options().stream().anyMatch(other -> other.value() == option.value()))
                .isPresent();
    }

    private boolean hasColumn(String table, String column) throws InterruptedException {
        return reader.table(table).flatMap(known -> known.column(column)).isPresent();
    }

    private Optional<KeyDefinition> key(String table, String keyLogicalName) throws InterruptedException {
        return reader.keys(table).stream()
                .filter(key -> key.logicalName().equals(keyLogicalName))
                .findFirst();
    }
}
