package org.dataferry.emulator.security;

import java.util.UUID;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;

/** The rows of the table of privileges, where whoever makes a role looks their ids up. */
public final class PrivilegeRows {
    /** The role that may do everything. */
    public static final UUID ADMINISTRATOR = Rights.ADMINISTRATOR;

    private PrivilegeRows() {}

    /** One for each thing that can be done to the table's rows. */
    public static void ofTable(WriteUnit unit, Table table) {
        for (Right right : Right.values()) {
            put(unit, Privilege.of(right, table), right.accessRight());
        }
    }

    public static void put(WriteUnit unit, Privilege privilege, int accessRight) {
        Table table = unit.catalog().requiredTable("privilege");
        if (unit.row(table, privilege.id()) != null) {
            return;
        }
        Row row = Row.of(table, privilege.id());
        row.set(table.requiredColumn("name"), privilege.name());
        row.set(table.requiredColumn("accessright"), accessRight);
        for (String depth : new String[] {"canbebasic", "canbelocal", "canbedeep", "canbeglobal"}) {
            row.set(table.requiredColumn(depth), true);
        }
        unit.put(table, null, row);
    }
}
