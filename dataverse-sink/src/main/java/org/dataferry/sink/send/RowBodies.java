package org.dataferry.sink.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkException;

/**
 * Rows as JSON bodies (Microsoft, "Web API types and operations"). The values have the types of their columns already;
 * here they only get their form on the wire.
 */
final class RowBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String keyColumn;
    private final String idColumn;

    RowBodies(String keyColumn, String idColumn) {
        this.keyColumn = keyColumn;
        this.idColumn = idColumn;
    }

    /** The whole row, with the key that makes a second create of it impossible. */
    ObjectNode forCreate(EntityWrite.UpsertRow write) {
        ObjectNode body = forUpsert(write);
        body.put(keyColumn, FerryKey.of(write.row()).value());
        return body;
    }

    /** The whole row without its key column, which an upsert names in the address and must not repeat. */
    ObjectNode forUpsert(EntityWrite.UpsertRow write) {
        ObjectNode body = whole(write);
        RowId row = write.row();
        if (!FerryKey.of(row).isWhole()) {
            body.put(idColumn, row.text());
        }
        return body;
    }

    /** What differs, or the whole row if that is not known to suffice. */
    ObjectNode forUpdate(EntityWrite.UpsertRow write, boolean changesSuffice) {
        return changesSuffice ? columns(write, write.changed()) : whole(write);
    }

    private static ObjectNode whole(EntityWrite.UpsertRow write) {
        return columns(write, write.columns().keySet());
    }

    private static ObjectNode columns(EntityWrite.UpsertRow write, Set<String> names) {
        if (!write.lookups().isEmpty()) {
            throw new SinkException("write " + write.id() + " has lookups, which this version does not send");
        }
        ObjectNode body = JSON.objectNode();
        write.columns().forEach((name, value) -> {
            if (names.contains(name) && !(value instanceof Value.Absent)) {
                body.set(name, json(value));
            }
        });
        return body;
    }

    private static JsonNode json(Value value) {
        return switch (value) {
            case Value.Null ignored -> JSON.nullNode();
            case Value.Text(String text) -> JSON.textNode(text);
            case Value.Whole(long number) -> JSON.numberNode(number);
            case Value.Decimal(var number) -> JSON.numberNode(number);
            case Value.Floating(double number) -> JSON.numberNode(number);
            case Value.Bool(boolean bool) -> JSON.booleanNode(bool);
            case Value.Day(LocalDate day) -> JSON.textNode(day.toString());
            case Value.LocalMoment(LocalDateTime moment) -> JSON.textNode(moment(moment.toInstant(ZoneOffset.UTC)));
            case Value.Moment(Instant moment) -> JSON.textNode(moment(moment));
            case Value.TimeOfDay(LocalTime time) -> JSON.textNode(time.toString());
            case Value.Guid(UUID guid) -> JSON.textNode(guid.toString());
            case Value.Bytes bytes -> JSON.textNode(Base64.getEncoder().encodeToString(bytes.value()));
            case Value.Absent absent -> throw new IllegalStateException("an absent value is never sent: " + absent);
            case Value.Many many -> throw new SinkException("a list has no form in Dataverse: " + many);
        };
    }

    /** Always with seconds and a Z: the API stores and returns UTC. */
    private static String moment(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment);
    }
}
