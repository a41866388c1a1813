package org.dataferry.emulator.write;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.store.Row;

/**
 * The rows that a create brings with it, in the transaction of the create.
 *
 * <p>Source: Microsoft's pages "Create a table row using the Web API" and "Associate and disassociate table rows using the Web API".
 */
final class RelatedRows {
    private final RowWriter writer;

    RelatedRows(RowWriter writer) {
        this.writer = writer;
    }

    /** OData 4.0, which Dataverse speaks, has no deep updates. */
    static void refuse(RowPatch patch) {
        if (!patch.nested().isEmpty()) {
            throw Refusals.badRequest("The navigation property '"
                    + patch.nested().getFirst().property()
                    + "' can't be part of an update: deep updates are not supported. Bind an existing row with"
                    + " @odata.bind, or change the collection through its $ref.");
        }
    }

    /** Makes the rows that lookups of the new row will name, and returns the patch that names them. */
    RowPatch parents(RowPatch patch) {
        RowPatch complete = patch;
        for (Nested nested : patch.nested()) {
            if (nested instanceof Nested.Parent parent) {
                Row row = writer.create(parent.row());
                Map<Column, RowAddress> bindings = new HashMap<>(complete.bindings());
                bindings.put(
                        patch.table().requiredColumn(parent.relationship().referencingColumn()),
                        new RowAddress.ById(parent.row().table(), row.id()));
                complete = new RowPatch(patch.table(), patch.id(), complete.values(), bindings, patch.nested());
            }
        }
        return complete;
    }

    /** Makes and binds the rows that belong to the new row. */
    void children(RowPatch patch, Row row) {
        RowAddress self = new RowAddress.ById(patch.table(), row.id());
        for (Nested nested : patch.nested()) {
            switch (nested) {
                case Nested.Parent ignored -> {}
                case Nested.Children children ->
                    children.rows().forEach(child -> writer.create(named(child, children.relationship(), self)));
                case Nested.Linked linked ->
                    linked.rows()
                            .forEach(other -> RowLinks.add(
                                    writer,
                                    linked.side(),
                                    self,
                                    new RowAddress.ById(
                                            other.table(), writer.create(other).id())));
                case Nested.BoundChildren bound ->
                    bound.rows().forEach(child -> adopt(child, bound.relationship(), self));
                case Nested.BoundLinks bound ->
                    bound.rows().forEach(other -> RowLinks.add(writer, bound.side(), self, other));
            }
        }
    }

    private void adopt(RowAddress child, Relationship relationship, RowAddress self) {
        RowPatch nothing = new RowPatch(child.table(), null, Map.of(), Map.of(), List.of());
        writer.update(named(nothing, relationship, self), writer.require(child));
    }

    private static RowPatch named(RowPatch child, Relationship relationship, RowAddress self) {
        Map<Column, RowAddress> bindings = new HashMap<>(child.bindings());
        bindings.put(child.table().requiredColumn(relationship.referencingColumn()), self);
        return new RowPatch(child.table(), child.id(), child.values(), bindings, child.nested());
    }
}
