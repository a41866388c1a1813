package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.ManyToMany.Side;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
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
    private final Assumptions assumptions;

    public RowWrites(Clock clock, Assumptions assumptions) {
        this.clock = clock;
        this.assumptions = assumptions;
        ids = new RowIds(clock);
    }

    public Assumptions assumptions() {
        return assumptions;
    }

    /** A new row's id, for what is kept beside rows too. */
    public UUID newId() {
        return ids.next();
    }

    public Written create(WriteUnit unit, ApiRequest request, Table table, ObjectNode body) {
        RowPatch patch = reader(unit.catalog(), table).read(body);
        return new Written(writer(unit, request).create(patch), true);
    }

    /** PATCH: an upsert, unless the precondition says otherwise. */
    public Written upsert(WriteUnit unit, ApiRequest request, RowAddress address, ObjectNode body) {
        RowPatch patch = reader(unit.catalog(), address.table()).read(body);
        return upsert(writer(unit, request), Precondition.of(request), address, patch);
    }

    public void delete(WriteUnit unit, ApiRequest request, RowAddress address) {
        RowWriter writer = writer(unit, request);
        Row row = writer.require(address);
        if (Precondition.of(request) instanceof Precondition.Version expected) {
            expected.checkFound(row.version(address.table()));
        }
        writer.access().require(Right.Delete, address.table(), row);
        new RowDeleter(unit).delete(address.table(), row);
    }

    /** Links two rows of a many-to-many relationship. */
    public void link(WriteUnit unit, ApiRequest request, Side side, RowAddress from, RowAddress to) {
        RowLinks.add(writer(unit, request), side, from, to);
    }

    public void unlink(WriteUnit unit, ApiRequest request, Side side, RowAddress from, RowAddress to) {
        RowLinks.remove(writer(unit, request), side, from, to);
    }

    BodyReader reader(Catalog catalog, Table table) {
        return new BodyReader(catalog, table, assumptions);
    }

    RowWriter writer(WriteUnit unit, ApiRequest request) {
        Access access = Access.of(unit, request);
        BypassHeaders.check(request, access);
        return new RowWriter(unit, access, assumptions, clock, ids);
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
            case RowAddress.ById byId -> patch.withId(byId.id());
            case RowAddress.ByKey byKey -> patch.withAbsent(byKey.values());
        };
        return new Written(writer.create(complete), true);
    }
}
