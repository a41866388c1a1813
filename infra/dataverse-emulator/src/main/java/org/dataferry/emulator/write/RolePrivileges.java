package org.dataferry.emulator.write;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.BuiltInTables;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;

/** Which privileges a role has, and how far each reaches. */
public final class RolePrivileges {
    /** @param depth 1 the user's own rows, 2 the business unit's, 4 those of the units below too, 8 all */
    public record Grant(UUID privilege, int depth) {}

    private final RowWrites writes;

    public RolePrivileges(RowWrites writes) {
        this.writes = writes;
    }

    public void grant(WriteUnit unit, ApiRequest request, RowAddress address, List<Grant> grants, boolean replacing) {
        Reference role = role(unit, request, address);
        Table links = unit.catalog().requiredTable(BuiltInTables.ROLE_PRIVILEGES);
        if (replacing) {
            for (UUID id : unit.referencing(role, links, links.requiredColumn("roleid"))) {
                unit.delete(links, Objects.requireNonNull(unit.row(links, id)));
            }
        }
        Table privileges = unit.catalog().requiredTable("privilege");
        for (Grant grant : grants) {
            if (unit.row(privileges, grant.privilege()) == null) {
                throw Refusals.rowAbsent("privilege", grant.privilege());
            }
            Row link = link(unit, role, grant.privilege());
            Row before = unit.row(links, link.id());
            link.set(links.requiredColumn("privilegedepthmask"), grant.depth());
            unit.put(links, before, link);
        }
    }

    public void revoke(WriteUnit unit, ApiRequest request, RowAddress address, UUID privilege) {
        Reference role = role(unit, request, address);
        Table links = unit.catalog().requiredTable(BuiltInTables.ROLE_PRIVILEGES);
        Row link = unit.row(links, link(unit, role, privilege).id());
        if (link == null) {
            throw Refusals.rowAbsent("privilege", privilege);
        }
        unit.delete(links, link);
    }

    private Reference role(WriteUnit unit, ApiRequest request, RowAddress address) {
        RowWriter writer = writes.writer(unit, request);
        Row row = writer.require(address);
        writer.access().require(Right.Write, address.table(), row);
        return new Reference(address.table().number(), row.id());
    }

    private static Row link(WriteUnit unit, Reference role, UUID privilege) {
        Table roles = unit.catalog().requiredTable("role");
        Table privileges = unit.catalog().requiredTable("privilege");
        ManyToMany.Side side = Objects.requireNonNull(unit.catalog().side(roles, "roleprivileges_association"));
        Table links = unit.catalog().requiredTable(BuiltInTables.ROLE_PRIVILEGES);
        return RowLinks.link(links, side, role, new Reference(privileges.number(), privilege));
    }
}
