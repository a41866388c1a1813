package org.dataferry.emulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.security.Privilege;
import org.dataferry.emulator.security.PrivilegeRows;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.Money;
import org.jspecify.annotations.Nullable;

/** The rows of an empty environment beside its users: roles, privileges, the root unit's team, the base currency. */
final class Seeds {
    private static final int STANDARD_CURRENCY = 192_350_000;

    private Seeds() {}

    /** Makes what is not there; what an earlier start made stays as it is. */
    static void sow(WriteUnit unit, String organization) {
        unit.catalog().tables().stream()
                .filter(table -> !table.intersect())
                .toList()
                .forEach(table -> PrivilegeRows.ofTable(unit, table));
        List.of(
                        Privilege.BYPASS_PLUG_INS,
                        Privilege.BYPASS_LOGIC,
                        Privilege.OVERRIDE_CREATED_ON,
                        Privilege.ACT_ON_BEHALF,
                        Privilege.CREATE_TABLES,
                        Privilege.BULK_DELETE)
                .forEach(privilege -> PrivilegeRows.put(unit, privilege, 0));
        Reference root =
                new Reference(unit.catalog().requiredTable("businessunit").number(), FirstStart.ROOT_BUSINESS_UNIT);
        put(unit, "role", PrivilegeRows.ADMINISTRATOR, "name", "System Administrator", "businessunitid", root);
        put(unit, "role", TableBuilder.idOf("role Basic User"), "name", "Basic User", "businessunitid", root);
        put(
                unit,
                "team",
                TableBuilder.idOf("root team"),
                "name",
                organization,
                "businessunitid",
                root,
                "isdefault",
                true,
                "teamtype",
                0);
        put(
                unit,
                "transactioncurrency",
                Money.BASE_CURRENCY,
                "currencyname",
                "US Dollar",
                "isocurrencycode",
                "USD",
                "currencysymbol",
                "$",
                "currencyprecision",
                2,
                "currencytype",
                STANDARD_CURRENCY,
                "exchangerate",
                BigDecimal.ONE.setScale(10),
                "statecode",
                0,
                "statuscode",
                1);
    }

    /** @param columns names and values in turn */
    static void put(WriteUnit unit, String tableName, UUID id, @Nullable Object... columns) {
        Table table = unit.catalog().requiredTable(tableName);
        if (unit.row(table, id) != null) {
            return;
        }
        Row row = Row.of(table, id);
        for (int i = 0; i < columns.length; i += 2) {
            Column column = table.requiredColumn(String.valueOf(columns[i]));
            row.set(column, columns[i + 1]);
        }
        unit.put(table, null, row);
    }
}
