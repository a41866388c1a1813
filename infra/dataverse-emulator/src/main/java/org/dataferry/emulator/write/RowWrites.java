package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;

/**
 * Writes of single rows.
 *
 * <p>Source: Microsoft's pages "Create a table row using the Web API", "Update and delete table rows using the Web API" and "Use Upsert to
 * create or update a record".
 */
public final class RowWrites {
    /** @param created whether the row is new */
    public record Written(Row row, boolean created) {}

    private final Clock clock;
    private final RowIds ids;

    public RowWrites(Clock clock) {
        this.clock = clock;
        ids = new RowIds(clock);
    }

    public Written create(WriteUnit unit, ApiRequest request, Table table, ObjectNode body) {
        RowPatch patch = new BodyReader(unit.catalog(), table).read(body);
        return new Written(writer(unit, request).create(patch), true);
    }

    /** PATCH: an upsert, unless the precondition says otherwise. */
    public Written upsert(WriteUnit unit, ApiRequest request, RowAddress address, ObjectNode body) {
        RowPatch patch = new BodyReader(unit.catalog(), address.table()).read(body);
        return upsert(writer(unit, request), Precondition.of(request), address, patch);
    }

    public void delete(WriteUnit unit, ApiRequest request, RowAddress address) {
        Row row = writer(unit, request).require(address);
        if (Precondition.of(request) instanceof Precondition.Version expected) {
            expected.checkFound(row.version(address.table()));
        }
        new RowDeleter(unit).delete(address.table(), row);
    }

    RowWriter writer(WriteUnit unit, ApiRequest request) {
        return new RowWriter(unit, request.userId(), clock, ids);
    }

    static Written upsert(RowWriter writer, Precondition precondition, RowAddress address, RowPatch patch) {
        Row before = address.find(writer.unit());
        if (before != null) {
            precondition.checkFound(before.version(address.table()));
            RowPatch changes = address instanceof RowAddress.ByKey byKey ? patch.without(byKey.values()) : patch;
            return new Written(writer.update(changes, before), false);
        }
        if (!precondition.mayCreate()) {
            throw address.absent();
        }
        RowPatch complete = switch (address) {
            case RowAddress.ById byId -> new RowPatch(patch.table(), byId.id(), patch.values(), patch.bindings());
            case RowAddress.ByKey byKey -> patch.withAbsent(byKey.values());
        };
        return new Written(writer.create(complete), true);
    }
}
