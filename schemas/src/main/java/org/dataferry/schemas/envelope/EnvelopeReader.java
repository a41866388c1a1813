package org.dataferry.schemas.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of a change topic.
 *
 * <p>What cannot be read throws {@link UnreadableRecordException}: it is a dead letter. A tombstone, the null value that
 * follows a delete for the sake of compaction, is dropped here and is never an event.
 */
public final class EnvelopeReader {

    private final String migration;
    private final ConfluentAvro avro;
    private final RowReader rows = new RowReader();

    public EnvelopeReader(String migration, ConfluentAvro avro) {
        this.migration = migration;
        this.avro = avro;
    }

    /** What a record of a change topic turned out to be. */
    public sealed interface Content {
        /** One row change. */
        record Event(ChangeEvent event) implements Content {}

        /** A new epoch of the table is complete in this partition. */
        record EpochComplete(SourceTable table, SourcePosition position) implements Content {}

        /** Nothing to do. */
        record Tombstone() implements Content {}
    }

    public Content read(SourceTable table, @Nullable String key, byte @Nullable [] value, Headers headers) {
        try {
            return content(table, key, value, headers);
        } catch (RegistryException | UnreadableRecordException told) {
            // A registry that does not answer says nothing about the record.
            throw told;
        } catch (RuntimeException malformed) {
            throw new UnreadableRecordException(
                    "a change of " + table.qualified() + " with key '" + key + "' is not an envelope: "
                            + malformed.getMessage(),
                    malformed);
        }
    }

    private Content content(SourceTable table, @Nullable String key, byte @Nullable [] value, Headers headers) {
        Optional<String> marker = header(headers, EnvelopeFields.EPOCH_COMPLETE_HEADER);
        if (marker.isPresent()) {
            return new Content.EpochComplete(table, SourcePosition.parse(marker.get()));
        }
        if (value == null) {
            return new Content.Tombstone();
        }
        if (key == null) {
            throw new UnreadableRecordException("a change of " + table.qualified() + " has no key", null);
        }
        SourcePosition position = header(headers, EnvelopeFields.POSITION_HEADER)
                .map(SourcePosition::parse)
                .orElseThrow(() -> new UnreadableRecordException(
                        "a change of " + table.qualified() + " lacks the header " + EnvelopeFields.POSITION_HEADER,
                        null));
        ChangeId id = new ChangeId(migration, table, SourceKey.parse(key), position);
        return new Content.Event(event(id, avro.decode(value)));
    }

    private ChangeEvent event(ChangeId id, GenericRecord envelope) {
        GenericRecord source = (GenericRecord) field(envelope, EnvelopeFields.SOURCE);
        Instant committedAt = Instant.ofEpochMilli((Long) field(source, EnvelopeFields.SOURCE_TS_MS));
        Set<String> absent = absentColumns(envelope);
        Map<String, Long> withheld = withheldColumns(envelope);
        SourceRow before = row(envelope, EnvelopeFields.BEFORE, absent, withheld);
        SourceRow after = row(envelope, EnvelopeFields.AFTER, absent, withheld);
        String op = field(envelope, EnvelopeFields.OP).toString();
        return switch (op) {
            case "r" -> new ChangeEvent.Snapshotted(id, committedAt, required(after, op));
            case "c" -> new ChangeEvent.Inserted(id, committedAt, required(after, op));
            case "u" -> new ChangeEvent.Updated(id, committedAt, before, required(after, op));
            case "d" -> new ChangeEvent.Deleted(id, committedAt, before);
            default -> throw new SchemasException("its op is '" + op + "', expected r, c, u or d");
        };
    }

    private @Nullable SourceRow row(
            GenericRecord envelope, String field, Set<String> absent, Map<String, Long> withheld) {
        GenericRecord row = (GenericRecord) envelope.get(field);
        return row == null ? null : rows.read(row, absent, withheld);
    }

    private static SourceRow required(@Nullable SourceRow after, String op) {
        if (after == null) {
            throw new SchemasException("its op is '" + op + "', but it has no row after the change");
        }
        return after;
    }

    private static Object field(GenericRecord record, String name) {
        Object content = record.hasField(name) ? record.get(name) : null;
        if (content == null) {
            throw new SchemasException("it has no " + name);
        }
        return content;
    }

    private static Set<String> absentColumns(GenericRecord envelope) {
        Set<String> absent = new HashSet<>();
        for (Object name : (List<?>) field(envelope, EnvelopeFields.ABSENT)) {
            absent.add(name.toString());
        }
        return absent;
    }

    /** Changes that were captured before there was such a field have none. */
    private static Map<String, Long> withheldColumns(GenericRecord envelope) {
        if (!envelope.hasField(EnvelopeFields.WITHHELD)) {
            return Map.of();
        }
        Map<String, Long> withheld = new HashMap<>();
        ((Map<?, ?>) field(envelope, EnvelopeFields.WITHHELD))
                .forEach((name, bytes) -> withheld.put(name.toString(), (Long) bytes));
        return withheld;
    }

    private static Optional<String> header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? Optional.empty() : Optional.of(new String(header.value(), UTF_8));
    }
}
