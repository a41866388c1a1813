package org.dataferry.emulator.metadata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.dataferry.emulator.metadata.ColumnType.Option;

/** Puts a table together column by column, with the columns that every table has. Ids follow from names, so that they are the same everywhere. */
public final class TableBuilder {
    static final ColumnType MOMENT = new ColumnType.DateTime(Behavior.UserLocal, "DateAndTime");

    private final Table.Names names;
    private final List<Column> columns = new ArrayList<>();
    private final List<Relationship> relationships = new ArrayList<>();

    public TableBuilder(Table.Names names) {
        this.names = names;
        add(names.logicalName() + "id", new ColumnType.UniqueIdentifier(), "SystemRequired", true, false, false);
    }

    public static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    TableBuilder column(String name, ColumnType type) {
        return add(name, type, "None", true, true, false);
    }

    TableBuilder text(String name, int maxLength) {
        return column(name, new ColumnType.Text(maxLength, "Text"));
    }

    public TableBuilder primaryName(String name, int maxLength, boolean writable) {
        return add(name, new ColumnType.Text(maxLength, "Text"), "ApplicationRequired", writable, writable, true);
    }

    TableBuilder readOnly(String name, ColumnType type) {
        return add(name, type, "None", false, false, false);
    }

    TableBuilder createOnly(String name, ColumnType type) {
        return add(name, type, "None", true, false, false);
    }

    TableBuilder lookup(String name, String kind, String navigation, String target, Relationship.OnDelete onDelete) {
        readOnlyIf(navigation.isEmpty(), name, new ColumnType.Lookup(kind, List.of(target)));
        return relate(name, navigation.isEmpty() ? name : navigation, target, onDelete);
    }

    /** A lookup to several tables with one navigation property each: {@code name_target}. */
    TableBuilder customer(String name, Relationship.OnDelete onDelete) {
        column(name, new ColumnType.Lookup("Customer", List.of("account", "contact")));
        relate(name, name + "_account", "account", onDelete);
        return relate(name, name + "_contact", "contact", onDelete);
    }

    /** Owner, state, audit and import columns, as the ownership asks for them. */
    public TableBuilder system() {
        if (names.ownership().equals("UserOwned")) {
            lookup("ownerid", "Owner", "ownerid", "systemuser", Relationship.OnDelete.Restrict);
            lookup("owninguser", "Lookup", "", "systemuser", Relationship.OnDelete.NoCascade);
            lookup("owningbusinessunit", "Lookup", "", "businessunit", Relationship.OnDelete.NoCascade);
        }
        return states().audit();
    }

    /** The columns of an intersect table: two ends, and a version as every table has it. */
    public TableBuilder ends(ManyToMany.End one, ManyToMany.End two) {
        return readOnly(one.column(), new ColumnType.LinkEnd(one.table()))
                .readOnly(two.column(), new ColumnType.LinkEnd(two.table()))
                .readOnly("versionnumber", new ColumnType.BigInt());
    }

    private TableBuilder states() {
        add(
                "statecode",
                new ColumnType.State(List.of(new Option(0, "Active", -1, 1), new Option(1, "Inactive", -1, 2))),
                "SystemRequired",
                false,
                true,
                false);
        return column(
                "statuscode",
                new ColumnType.Status(List.of(new Option(1, "Active", 0, -1), new Option(2, "Inactive", 1, -1))));
    }

    TableBuilder audit() {
        readOnly("createdon", MOMENT);
        readOnly("modifiedon", MOMENT);
        lookup("createdby", "Lookup", "", "systemuser", Relationship.OnDelete.NoCascade);
        lookup("modifiedby", "Lookup", "", "systemuser", Relationship.OnDelete.NoCascade);
        readOnly("versionnumber", new ColumnType.BigInt());
        createOnly("importsequencenumber", new ColumnType.WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE));
        return createOnly("overriddencreatedon", new ColumnType.DateTime(Behavior.UserLocal, "DateOnly"));
    }

    TableBuilder address() {
        for (String line : List.of("line1", "line2", "line3")) {
            text("address1_" + line, 250);
        }
        text("address1_city", 80).text("address1_stateorprovince", 50);
        return text("address1_postalcode", 20).text("address1_country", 80);
    }

    TableBuilder amount(String name) {
        BigDecimal bound = new BigDecimal("922337203685477");
        return column(name, new ColumnType.Money(2, bound.negate(), bound));
    }

    public Catalog addTo(Catalog catalog) {
        Catalog more = catalog.with(new Table(names, columns, List.of())).withNextNumber(names.number() + 1);
        for (Relationship relationship : relationships) {
            more = more.with(relationship);
        }
        return more;
    }

    private void readOnlyIf(boolean readOnly, String name, ColumnType type) {
        add(name, type, "None", !readOnly, !readOnly, false);
    }

    private TableBuilder relate(String column, String navigation, String target, Relationship.OnDelete onDelete) {
        String schemaName = names.logicalName() + "_" + target + "_" + column;
        relationships.add(new Relationship(
                idOf("relationship " + schemaName),
                schemaName,
                names.logicalName(),
                column,
                target,
                navigation,
                schemaName,
                onDelete,
                names.custom()));
        return this;
    }

    private TableBuilder add(
            String name, ColumnType type, String required, boolean creatable, boolean updatable, boolean primaryName) {
        UUID id = idOf("column " + names.logicalName() + "." + name);
        String schemaName = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        columns.add(new Column(
                columns.size(),
                id,
                name,
                schemaName,
                schemaName,
                type,
                required,
                creatable,
                updatable,
                false,
                primaryName));
        return this;
    }
}
