package org.dataferry.emulator.security;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.BuiltInTables;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of one request may do. A privilege reaches the caller's own rows, those of the business unit, those of the units below
 * it too, or all.
 *
 * <p>Source: Microsoft's pages "How access to a record is determined" and "Security roles and privileges".
 */
public final class Access {
    private static final String[] ACCESS_MODES = {
        "Read-Write", "Administrative", "Read", "Support User", "Non-interactive", "Delegated Admin"
    };

    private final RowReads reads;
    private final Caller caller;
    private final Rights rights;
    private @Nullable Set<UUID> teams;

    private Access(RowReads reads, Caller caller, Rights rights) {
        this.reads = reads;
        this.caller = caller;
        this.rights = rights;
    }

    /** @throws Refusal if the caller is disabled, has no role, or may not act for the one it names */
    public static Access of(RowReads reads, ApiRequest request) {
        Caller caller = Caller.of(reads, request);
        Rights rights = Rights.ofUser(reads, caller.id());
        Row delegate = caller.delegate();
        if (delegate != null) {
            Rights own = Rights.ofUser(reads, delegate.id());
            new Access(reads, new Caller(delegate, null), own).require(Privilege.ACT_ON_BEHALF);
            rights = rights.and(own);
        }
        if (rights.roles() == 0) {
            throw new Refusal(
                    403, "0x80042f09", "The user with id " + caller.id() + " has not been assigned any roles.");
        }
        return new Access(reads, caller, rights);
    }

    public Caller caller() {
        return caller;
    }

    /** Whether nothing need be checked. */
    public boolean unrestricted() {
        return rights.administrator();
    }

    public void require(Privilege privilege) {
        if (rights.depth(privilege) == 0) {
            throw missing(privilege, "");
        }
    }

    /** That the caller may do this to some rows of the table. */
    public void require(Right right, Table table) {
        if (!rights.administrator() && !free(right, table)) {
            require(right, table, 1);
        }
    }

    /** That the caller may do this to all rows of the table, whoever owns them. */
    public void requireAll(Right right, Table table) {
        if (!rights.administrator() && !free(right, table)) {
            require(right, table, Rights.GLOBAL);
        }
    }

    private void require(Right right, Table table, int depth) {
        Privilege privilege = Privilege.of(right, table);
        if (rights.depth(privilege) < depth) {
            throw missing(
                    privilege,
                    " on OTC=" + typeCode(table) + " for entity '" + table.logicalName() + "' (LocalizedName='"
                            + table.names().label().text() + "')");
        }
    }

    /** That the caller may do this to this row. */
    public void require(Right right, Table table, Row row) {
        require(right, table);
        if (!reaches(right, table, row)) {
            throw new Refusal(
                    403,
                    "0x80048306",
                    "SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: " + row.id() + ", OwnerId: "
                            + owner(table, row) + ",  OwnerIdType: 8 and CallingUser: " + caller.id()
                            + ". ObjectTypeCode: " + typeCode(table) + ", objectBusinessUnitId: "
                            + unitOf(table, row) + ", AccessRights: " + right.accessName() + " ");
        }
    }

    /** Whether the caller's privilege, if it has it, covers this row. */
    boolean reaches(Right right, Table table, Row row) {
        if (rights.administrator() || free(right, table)) {
            return true;
        }
        int depth = rights.depth(Privilege.of(right, table));
        if (depth >= Rights.GLOBAL || depth > 0 && table.column("owningbusinessunit") == null) {
            return true;
        }
        UUID owner = owner(table, row);
        if (depth >= Rights.BASIC && (caller.id().equals(owner) || owner != null && teams().contains(owner))) {
            return true;
        }
        UUID unit = unitOf(table, row);
        UUID own = unit(caller.user());
        return depth >= Rights.LOCAL && unit != null && unit.equals(own)
                || depth >= Rights.DEEP && unit != null && below(unit, own);
    }

    /** The rows that the caller may read. */
    public RowReads visible(RowReads all) {
        return rights.administrator() ? all : new VisibleRows(all, this);
    }

    /** That a user or team may own rows of a table: it must be able to read them. */
    public void requireOwner(Table table, Reference owner) {
        boolean team = owner.table() == reads.catalog().requiredTable("team").number();
        Rights theirs = team ? Rights.ofTeam(reads, owner.id()) : Rights.ofUser(reads, owner.id());
        Privilege read = Privilege.of(Right.Read, table);
        if (theirs.depth(read) == 0) {
            throw new Refusal(
                    403,
                    "0x80040220",
                    "Principal " + (team ? "team" : "user") + " (Id=" + owner.id() + ", type=" + (team ? 9 : 8)
                            + ", roleCount=" + theirs.roles() + ", privilegeCount="
                            + theirs.depths().size() + ") is missing " + read.name() + " privilege (Id=" + read.id()
                            + ") on OTC=" + typeCode(table) + " for entity '" + table.logicalName() + "'.");
        }
    }

    /** Privileges are read by whoever makes a role; links and the like follow their ends. */
    private static boolean free(Right right, Table table) {
        return table.intersect() || right == Right.Read && table.logicalName().equals("privilege");
    }

    private Refusal missing(Privilege privilege, String onTable) {
        Table users = reads.catalog().requiredTable("systemuser");
        Object mode = caller.user().get(users.requiredColumn("accessmode"));
        int number = mode instanceof Integer known ? known : 0;
        Object objectId = caller.user().get(users.requiredColumn("azureactivedirectoryobjectid"));
        return new Refusal(
                        403,
                        "0x80040220",
                        "Principal user (Id=" + caller.id() + ", type=8, roleCount=" + rights.roles()
                                + ", privilegeCount=" + rights.depths().size() + ", accessMode='" + number + " "
                                + ACCESS_MODES[Math.min(number, ACCESS_MODES.length - 1)] + "', AADObjectId='"
                                + (objectId == null ? "" : objectId) + "', MetadataCachePrivilegesCount="
                                + reads.catalog().tables().size() * Right.values().length + ", businessUnitId="
                                + unit(caller.user()) + "), is missing " + privilege.name() + " privilege (Id="
                                + privilege.id() + ")" + onTable + ". context.Caller=" + caller.id()
                                + ". Consider adding missed privilege to one of the principal (user/team) roles.")
                .withDetail("ApiExceptionMessageName", "PrivilegeDenied")
                .withDetail("ApiExceptionHttpStatusCode", "403");
    }

    private Set<UUID> teams() {
        Set<UUID> known = teams;
        if (known == null) {
            known = new HashSet<>(Rights.teams(reads, caller.id()));
            teams = known;
        }
        return known;
    }

    private @Nullable UUID unit(Row user) {
        return id(user.get(reads.catalog().requiredTable("systemuser").requiredColumn("businessunitid")));
    }

    private boolean below(UUID unit, @Nullable UUID above) {
        Table units = reads.catalog().requiredTable("businessunit");
        Set<UUID> seen = new HashSet<>();
        UUID current = unit;
        while (current != null && seen.add(current)) {
            if (current.equals(above)) {
                return true;
            }
            Row row = reads.row(units, current);
            current = row == null ? null : id(row.get(units.requiredColumn("parentbusinessunitid")));
        }
        return false;
    }

    private static @Nullable UUID owner(Table table, Row row) {
        return id(value(table, row, "ownerid"));
    }

    private static @Nullable UUID unitOf(Table table, Row row) {
        return id(value(table, row, "owningbusinessunit"));
    }

    private static @Nullable Object value(Table table, Row row, String name) {
        Column column = table.column(name);
        return column == null ? null : row.get(column);
    }

    private static @Nullable UUID id(@Nullable Object value) {
        return value instanceof Reference reference ? reference.id() : null;
    }

    private static int typeCode(Table table) {
        Integer known = BuiltInTables.typeCode(table.logicalName());
        return known == null ? 10_000 + table.number() : known;
    }
}
