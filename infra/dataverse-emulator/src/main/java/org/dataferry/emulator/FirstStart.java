package org.dataferry.emulator;

import java.util.Objects;
import java.util.UUID;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.BuiltInTables;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.Money;
import org.dataferry.emulator.write.RowLinks;
import org.jspecify.annotations.Nullable;

/** Puts into an empty store what an empty environment has, and into any store the users of the settings. */
final class FirstStart {
    private static final int ENGLISH = 1033;
    private static final int BYTES_PER_KILOBYTE = 1024;
    static final UUID ORGANIZATION = TableBuilder.idOf("organization");
    static final UUID ROOT_BUSINESS_UNIT = TableBuilder.idOf("root business unit");

    private final EmulatorSettings settings;

    FirstStart(EmulatorSettings settings) {
        this.settings = settings;
    }

    void prepare(RowStore store) {
        store.write(unit -> {
            boolean empty = unit.catalog().tables().isEmpty();
            // A folder of an earlier version has users and no roles; they could do everything, and go on so.
            boolean withoutRoles = unit.catalog().table("role") == null;
            Catalog complete = BuiltInTables.completing(collated(unit.catalog(), empty));
            if (columns(complete) != columns(unit.catalog())) {
                unit.define(complete);
            }
            if (empty) {
                businessUnit(unit);
            }
            Seeds.sow(unit, settings.signIn().tenant());
            organization(unit);
            settings.signIn().users().stream()
                    .filter(ApplicationUser::hasUserFromStart)
                    .forEach(user -> systemUser(unit, user, withoutRoles));
            return true;
        });
    }

    /** The collation of the settings, which only an empty folder can take on: the indexes of keys are made by it. */
    private Catalog collated(Catalog catalog, boolean empty) {
        Assumptions.Texts texts = settings.assumptions().texts();
        Collation wanted = new Collation(texts.caseMatters(), texts.accentsMatter(), texts.trailingBlanksMatter());
        if (!empty && !catalog.collation().equals(wanted)) {
            throw new EmulatorException(
                    "assumptions.texts: the folder " + settings.server().data()
                            + " compares texts as " + catalog.collation() + ", not as " + wanted
                            + "; set caseMatters, accentsMatter and trailingBlanksMatter accordingly, or take another folder");
        }
        return catalog.with(wanted);
    }

    private static int columns(Catalog catalog) {
        return catalog.tables().stream()
                .mapToInt(table -> 1 + table.columns().size())
                .sum();
    }

    private void businessUnit(WriteUnit unit) {
        Table table = unit.catalog().requiredTable("businessunit");
        Row row = Row.of(table, ROOT_BUSINESS_UNIT);
        set(table, row, "name", settings.signIn().tenant());
        set(table, row, "isdisabled", false);
        unit.put(table, null, row);
    }

    /** What the settings say, also when they have changed since an earlier start. */
    private void organization(WriteUnit unit) {
        Table table = unit.catalog().requiredTable("organization");
        Assumptions.Files files = settings.assumptions().files();
        Row before = unit.row(table, ORGANIZATION);
        Row row = Row.of(table, ORGANIZATION);
        set(table, row, "name", settings.signIn().tenant());
        set(table, row, "languagecode", ENGLISH);
        set(table, row, "localeid", ENGLISH);
        Table currencies = unit.catalog().requiredTable("transactioncurrency");
        set(table, row, "basecurrencyid", new Reference(currencies.number(), Money.BASE_CURRENCY));
        set(table, row, "maxuploadfilesize", files.maxAttachmentKilobytes() * BYTES_PER_KILOBYTE);
        set(table, row, "blockedattachments", String.join(";", files.blockedExtensions()));
        set(table, row, "isauditenabled", false);
        boolean same = before != null
                && table.columns().stream()
                        .filter(column -> !column.logicalName().equals("versionnumber"))
                        .allMatch(column -> Objects.equals(before.get(column), row.get(column)));
        if (!same) {
            unit.put(table, before, row);
        }
    }

    private static void systemUser(WriteUnit unit, ApplicationUser user, boolean withoutRoles) {
        Table table = unit.catalog().requiredTable("systemuser");
        if (unit.row(table, user.systemUserId()) != null) {
            if (withoutRoles) {
                roles(unit, user);
            }
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
        roles(unit, user);
    }

    private static void roles(WriteUnit unit, ApplicationUser user) {
        Table users = unit.catalog().requiredTable("systemuser");
        Table roles = unit.catalog().requiredTable("role");
        ManyToMany.Side side = Objects.requireNonNull(unit.catalog().side(users, "systemuserroles_association"));
        for (String name : user.firstRoles()) {
            Row[] found = new Row[1];
            unit.scan(roles, null, role -> {
                if (name.equals(role.get(roles.requiredColumn("name")))) {
                    found[0] = role;
                }
                return found[0] == null;
            });
            if (found[0] == null) {
                throw new EmulatorException("users: '" + user.name() + "' has the role '" + name
                        + "', which is not there; a new environment has System Administrator and Basic User");
            }
            RowLinks.put(
                    unit,
                    side,
                    new Reference(users.number(), user.systemUserId()),
                    new Reference(roles.number(), found[0].id()));
        }
    }

    private static void set(Table table, Row row, String name, @Nullable Object value) {
        Column column = table.column(name);
        if (column != null) {
            row.set(column, value);
        }
    }
}
