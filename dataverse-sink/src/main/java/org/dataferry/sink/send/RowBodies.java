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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.rows.RowAddress;

/**
 * Rows as JSON bodies (Microsoft, "Web API types and operations"). The values have the types of their columns already;
 * here they only get their form on the wire. A lookup is bound through the navigation property that leads to the named
 * row's table, and emptied by a null there (Microsoft, "Associate and disassociate table rows using the Web API").
 */
final class RowBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String BIND = "@odata.bind";

    private final TargetTables tables;
    private final String keyColumn;
    private final String idColumn;

    RowBodies(TargetTables tables, String keyColumn, String idColumn) {
        this.tables = tables;
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

    /** What is to be set in a row that is there. One that holds nothing of ours yet gets its key with it. */
    ObjectNode forUpdate(RowTask row) {
        return switch (row.write()) {
            case EntityWrite.UpsertRow upsert ->
                row.untouched() ? forCreate(upsert) : forUpdate(upsert, row.changesSuffice());
            case EntityWrite.PatchLookup patch -> forPatch(patch);
            case EntityWrite.SetState state -> forState(state);
            case EntityWrite.SetFile other -> throw noUpdate(other);
            case EntityWrite.DeleteRow other -> throw noUpdate(other);
            case EntityWrite.Link other -> throw noUpdate(other);
            case EntityWrite.Unlink other -> throw noUpdate(other);
        };
    }

    /** What differs, or the whole row if that is not known to suffice. */
    ObjectNode forUpdate(EntityWrite.UpsertRow write, boolean changesSuffice) {
        return changesSuffice ? columns(write, write.changed()::contains) : whole(write);
    }

    private ObjectNode forPatch(EntityWrite.PatchLookup write) {
        ObjectNode body = JSON.objectNode();
        bind(body, write.row().entity(), write.column(), write.target());
        return body;
    }

    /** Both codes in one request; a state alone gets the status that the target gives to rows of that state. */
    private static ObjectNode forState(EntityWrite.SetState write) {
        ObjectNode body = JSON.objectNode().put("statecode", write.state());
        return write.status() < 0 ? body : body.put("statuscode", write.status());
    }

    /** Where a row is found: by GUID where that is known. */
    RowAddress address(RowTask row) {
        return row.guid()
                .<RowAddress>map(RowAddress.ById::new)
                .orElseGet(() -> key(row.write().row()));
    }

    RowAddress key(RowId row) {
        return RowAddress.ByKey.of(keyColumn, FerryKey.of(row).value());
    }

    /** Where a row that a write names is found; empty if it names none. */
    Optional<RowAddress> address(LookupTarget target) {
        return switch (target) {
            case LookupTarget.None ignored -> Optional.empty();
            case LookupTarget.ByGuid(RowId ignored, UUID guid) -> Optional.of(new RowAddress.ById(guid));
            case LookupTarget.ByKey(RowId row) -> Optional.of(key(row));
        };
    }

    private static IllegalStateException noUpdate(EntityWrite write) {
        return new IllegalStateException("no update of a row: " + write.id());
    }

    private ObjectNode whole(EntityWrite.UpsertRow write) {
        return columns(write, any -> true);
    }

    private ObjectNode columns(EntityWrite.UpsertRow write, Predicate<String> sent) {
        ObjectNode body = JSON.objectNode();
        write.columns().forEach((name, value) -> {
            if (sent.test(name) && !(value instanceof Value.Absent)) {
                body.set(name, json(value));
            }
        });
        write.lookups().forEach((column, target) -> {
            if (sent.test(column)) {
                bind(body, write.row().entity(), column, target);
            }
        });
        return body;
    }

    private void bind(ObjectNode body, String entity, String column, LookupTarget target) {
        switch (target) {
            case LookupTarget.None ignored -> body.putNull(tables.navigation(entity, column) + BIND);
            case LookupTarget.ByGuid(RowId row, UUID ignored) -> bind(body, entity, column, row, target);
            case LookupTarget.ByKey(RowId row) -> bind(body, entity, column, row, target);
        }
    }

    private void bind(ObjectNode body, String entity, String column, RowId row, LookupTarget target) {
        String property = tables.navigation(entity, column, row.entity()) + BIND;
        String reference = address(target).orElseThrow().reference(tables.set(row.entity()));
        body.put(property, "/" + reference);
    }

    static JsonNode json(Value value) {
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
            case Value.Withheld withheld -> throw new IllegalStateException("it never travels: " + withheld);
            case Value.Absent absent -> throw new IllegalStateException("an absent value is never sent: " + absent);
            case Value.Many many -> throw new SinkException("a list has no form in Dataverse: " + many);
        };
    }

    /** Always with seconds and a Z: the API stores and returns UTC. */
    private static String moment(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment);
    }
}
