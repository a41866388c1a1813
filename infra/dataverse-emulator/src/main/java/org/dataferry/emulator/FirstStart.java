package org.dataferry.emulator;

import java.util.UUID;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.metadata.BuiltInTables;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/** Puts into an empty store what an empty environment has, and into any store the users of the settings. */
final class FirstStart {
    static final UUID ORGANIZATION = TableBuilder.idOf("organization");
    static final UUID ROOT_BUSINESS_UNIT = TableBuilder.idOf("root business unit");

    private final EmulatorSettings settings;

    FirstStart(EmulatorSettings settings) {
        this.settings = settings;
    }

    void prepare(RowStore store) {
        store.write(unit -> {
            if (unit.catalog().tables().isEmpty()) {
                unit.define(BuiltInTables.catalog());
                businessUnit(unit);
            }
            settings.signIn().users().forEach(user -> systemUser(unit, user));
            return true;
        });
    }

    private void businessUnit(WriteUnit unit) {
        Table table = unit.catalog().requiredTable("businessunit");
        Row row = Row.of(table, ROOT_BUSINESS_UNIT);
        set(table, row, "name", settings.signIn().tenant());
        set(table, row, "isdisabled", false);
        unit.put(table, null, row);
    }

    private static void systemUser(WriteUnit unit, ApplicationUser user) {
        Table table = unit.catalog().requiredTable("systemuser");
        if (unit.row(table, user.systemUserId()) != null) {
            return;
        }
        Row row = Row.of(table, user.systemUserId());
        set(table, row, "fullname", "# " + user.name());
        set(table, row, "firstname", "#");
        set(table, row, "lastname", user.name());
        set(table, row, "applicationid", user.clientId());
        set(table, row, "azureactivedirectoryobjectid", user.clientId());
        set(table, row, "isdisabled", false);
        set(table, row, "accessmode", 4);
        Table units = unit.catalog().requiredTable("businessunit");
        set(table, row, "businessunitid", new Reference(units.number(), ROOT_BUSINESS_UNIT));
        unit.put(table, null, row);
    }

    private static void set(Table table, Row row, String name, @Nullable Object value) {
        Column column = table.column(name);
        if (column != null) {
            row.set(column, value);
        }
    }
}
