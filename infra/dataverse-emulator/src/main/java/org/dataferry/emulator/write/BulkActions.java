package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions.Unwritable;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.BulkTargets.Target;

/**
 * CreateMultiple, UpdateMultiple and UpsertMultiple on standard tables: all targets or none, and the error of the first that fails, without
 * saying which it was.
 *
 * <p>Source: Microsoft's page "Use bulk operation messages".
 */
public final class BulkActions {
    private final RowWrites writes;

    public BulkActions(RowWrites writes) {
        this.writes = writes;
    }

    /** @param source gives the targets one by one, each time that it is asked */
    public BulkTargets targets(Catalog catalog, Table table, Consumer<Consumer<JsonNode>> source) {
        return BulkTargets.of(writes, catalog, table, source);
    }

    /** Returns the ids of the new rows, in the order of the targets. */
    public List<UUID> create(WriteUnit unit, ApiRequest request, BulkTargets targets) {
        RowWriter writer = writes.writer(unit, request);
        List<UUID> created = new ArrayList<>();
        for (Target target : targets.in(unit.catalog())) {
            created.add(writer.create(target.patch()).id());
        }
        return created;
    }

    /** By primary id only; of two targets with one id the first counts. */
    public void update(WriteUnit unit, ApiRequest request, BulkTargets targets) {
        RowWriter writer = writes.writer(unit, request);
        Set<UUID> seen = new HashSet<>();
        for (Target target : targets.in(unit.catalog())) {
            Table table = targets.table();
            if (target.address() != null) {
                throw Refusals.badRequest(
                        "UpdateMultiple does not support alternate keys: give each target its primary key '"
                                + table.primaryId() + "'.");
            }
            UUID id = target.patch().id();
            if (id == null) {
                throw invalid("A target of UpdateMultiple has no primary key '" + table.primaryId() + "'.");
            }
            if (seen.add(id)) {
                writer.update(target.patch(), writer.require(new RowAddress.ById(table, id)));
            }
        }
    }

    /** By {@code @odata.id} or by primary id, mixed as the client likes; no row may be meant twice. */
    public void upsert(WriteUnit unit, ApiRequest request, BulkTargets targets) {
        RowWriter writer = writes.writer(unit, request);
        Set<UUID> seen = new HashSet<>();
        for (Target target : targets.in(unit.catalog())) {
            RowAddress address = address(target, targets.table());
            if (address instanceof RowAddress.ByKey byKey
                    && refusesKeyColumns()
                    && byKey.values().keySet().stream().anyMatch(target.patch()::mentions)) {
                throw Refusals.unexpected();
            }
            Row row = RowWrites.upsert(writer, new Precondition.None(), address, target.patch())
                    .row();
            if (!seen.add(row.id())) {
                throw invalid("Two targets of UpsertMultiple mean the same row: " + address.text() + ".");
            }
        }
    }

    private boolean refusesKeyColumns() {
        return writes.assumptions().writes().keyColumnsInUpsertMultiple() == Unwritable.Refused;
    }

    private static RowAddress address(Target target, Table table) {
        RowAddress address = target.address();
        if (address != null) {
            return address;
        }
        UUID id = target.patch().id();
        if (id == null) {
            throw invalid("A target of UpsertMultiple has neither @odata.id nor the primary key '" + table.primaryId()
                    + "'.");
        }
        return new RowAddress.ById(table, id);
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "0x80040203", message);
    }
}
