package org.dataferry.emulator.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.ManyToMany.Side;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/**
 * The links of a many-to-many relationship: a pair of rows is linked once or not at all.
 *
 * <p>Source: Microsoft's page "Associate and disassociate table rows using the Web API".
 */
public final class RowLinks {
    private RowLinks() {}

    /** @throws Refusal if a row is not there, or the two are linked already */
    static void add(RowWriter writer, Side side, RowAddress from, RowAddress to) {
        Reference near = require(writer, from, Right.Append);
        Reference far = require(writer, to, Right.AppendTo);
        if (!put(writer.unit(), side, near, far)) {
            Refusal duplicate = Refusals.duplicateKey();
            throw new Refusal(
                    writer.assumptions().writes().duplicateLinkStatus(), duplicate.code(), duplicate.getMessage());
        }
    }

    /** Links two rows that are there. Returns false, having changed nothing, if they are linked already. */
    public static boolean put(WriteUnit unit, Side side, Reference near, Reference far) {
        Table links = unit.catalog().requiredTable(side.relationship().intersectTable());
        Row link = link(links, side, near, far);
        if (unit.row(links, link.id()) != null) {
            return false;
        }
        unit.put(links, null, link);
        return true;
    }

    /** @throws Refusal if a row is not there, or the two are not linked */
    static void remove(RowWriter writer, Side side, RowAddress from, RowAddress to) {
        WriteUnit unit = writer.unit();
        Table links = unit.catalog().requiredTable(side.relationship().intersectTable());
        Reference near = require(writer, from, Right.Append);
        Reference far = require(writer, to, Right.AppendTo);
        Row link = unit.row(links, link(links, side, near, far).id());
        if (link == null) {
            throw new Refusal(
                    404,
                    "0x80040217",
                    links.logicalName() + " With Ids = " + near.id() + ", " + far.id() + " Do Not Exist");
        }
        unit.delete(links, link);
    }

    /** The rows that a row is linked to, in no order. */
    public static List<UUID> linked(RowReads reads, Side side, UUID from) {
        Table links = reads.catalog().requiredTable(side.relationship().intersectTable());
        Reference near =
                new Reference(reads.catalog().requiredTable(side.from().table()).number(), from);
        Column far = links.requiredColumn(side.to().column());
        List<UUID> found = new ArrayList<>();
        for (UUID id :
                reads.referencing(near, links, links.requiredColumn(side.from().column()))) {
            @Nullable Row link = reads.row(links, id);
            if (link != null && link.get(far) instanceof Reference target) {
                found.add(target.id());
            }
        }
        return found;
    }

    static Row link(Table links, Side side, Reference near, Reference far) {
        ManyToMany relationship = side.relationship();
        boolean fromOne = side.from().equals(relationship.one());
        Reference one = fromOne ? near : far;
        Reference two = fromOne ? far : near;
        Row link = Row.of(links, idOf(one.id(), two.id()));
        link.set(links.requiredColumn(relationship.one().column()), one);
        link.set(links.requiredColumn(relationship.two().column()), two);
        return link;
    }

    /** The id follows from the pair, so that looking for a link and its being unique need no index of their own. */
    private static UUID idOf(UUID one, UUID two) {
        return UUID.nameUUIDFromBytes(ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(one.getMostSignificantBits())
                .putLong(one.getLeastSignificantBits())
                .putLong(two.getMostSignificantBits())
                .putLong(two.getLeastSignificantBits())
                .array());
    }

    private static Reference require(RowWriter writer, RowAddress address, Right right) {
        Row row = writer.require(address);
        if (!writer.access().unrestricted()) {
            writer.access().require(right, address.table(), row);
        }
        return new Reference(address.table().number(), row.id());
    }
}
