package org.dataferry.emulator.metadata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Relationship.OnDelete;

/** Puts a table together column by column, with the columns that every table has. Ids follow from names, so that they are the same everywhere. */
public final class TableBuilder {
    static final ColumnType MOMENT = new ColumnType.DateTime(Behavior.UserLocal, "DateAndTime");
    /** Both kinds of owners. */
    private static final List<String> OWNERS = List.of("systemuser", "team");

    /** When a column may be set. */
    enum Writable {
        Always,
        OnCreate,
        OnUpdate,
        Never
    }

    /** A table that a lookup leads to, and what its relationship is called; the name is made up where it is empty. */
    record Target(String table, String relationship, OnDelete onDelete) {}

    private final Table.Names names;
    private final List<Column> columns = new ArrayList<>();
    private final List<Relationship> relationships = new ArrayList<>();

    public TableBuilder(Table.Names names) {
        this(names, names.schemaName() + "Id");
    }

    /** @param primaryId its schema name */
    TableBuilder(Table.Names names, String primaryId) {
        this.names = names;
        add(primaryId, new ColumnType.UniqueIdentifier(), "SystemRequired", Writable.OnCreate, false);
    }

    /** More columns for a table that is there; {@link #completing} adds them. */
    static TableBuilder moreOf(Table table) {
        return new TableBuilder(table.names(), table.columns().getFirst().schemaName());
    }

    public static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    TableBuilder column(String schemaName, ColumnType type) {
        return add(schemaName, type, "None", Writable.Always, false);
    }

    TableBuilder readOnly(String schemaName, ColumnType type) {
        return add(schemaName, type, "None", Writable.Never, false);
    }

    /** A lookup; with several targets it has one navigation property each: {@code column_target}. */
    TableBuilder lookup(String schemaName, String kind, List<Target> targets, String required, Writable writable) {
        String column = schemaName.toLowerCase(Locale.ROOT);
        List<String> tables = targets.stream().map(Target::table).toList();
        add(schemaName, new ColumnType.Lookup(kind, kind.equals("Owner") ? OWNERS : tables), required, writable, false);
        for (Target target : targets) {
            String made = names.logicalName() + "_" + target.table() + "_" + column;
            String relationship = target.relationship().isEmpty() ? made : target.relationship();
            relationships.add(new Relationship(
                    idOf("relationship " + relationship),
                    relationship,
                    names.logicalName(),
                    column,
                    target.table(),
                    targets.size() == 1 ? column : column + "_" + navigation(target.table()),
                    relationship,
                    target.onDelete(),
                    names.custom()));
        }
        return this;
    }

    /** What an activity regards is named with the activity too: {@code regardingobjectid_account_task}. */
    private String navigation(String target) {
        return columns.getFirst().logicalName().equals("activityid") ? target + "_" + names.logicalName() : target;
    }

    /** Owner, state, audit and import columns, as the ownership asks for them. */
    public TableBuilder system() {
        if (names.ownership().equals("UserOwned")) {
            owner();
        }
        return states(
                        List.of(new Option(0, Label.of("Active"), -1, 1), new Option(1, Label.of("Inactive"), -1, 2)),
                        new ColumnType.Status(List.of(
                                new Option(1, Label.of("Active"), 0, -1), new Option(2, Label.of("Inactive"), 1, -1))))
                .audit();
    }

    TableBuilder owner() {
        lookup("OwnerId", "Owner", List.of(user(OnDelete.Restrict)), "SystemRequired", Writable.Always);
        lookup("OwningUser", "Lookup", List.of(user(OnDelete.NoCascade)), "None", Writable.Never);
        lookup("OwningTeam", "Lookup", List.of(new Target("team", "", OnDelete.NoCascade)), "None", Writable.Never);
        return lookup(
                "OwningBusinessUnit",
                "Lookup",
                List.of(new Target("businessunit", "", OnDelete.NoCascade)),
                "None",
                Writable.Never);
    }

    /** The columns of an intersect table: two ends, and a version as every table has it. */
    public TableBuilder ends(ManyToMany.End one, ManyToMany.End two) {
        return readOnly(one.column(), new ColumnType.LinkEnd(one.table()))
                .readOnly(two.column(), new ColumnType.LinkEnd(two.table()))
                .readOnly("VersionNumber", new ColumnType.BigInt());
    }

    TableBuilder states(List<Option> states, ColumnType.Status statuses) {
        add("StateCode", new ColumnType.State(states), "SystemRequired", Writable.OnUpdate, false);
        return column("StatusCode", statuses);
    }

    TableBuilder audit() {
        readOnly("CreatedOn", MOMENT);
        readOnly("ModifiedOn", MOMENT);
        Stream.of("CreatedBy", "ModifiedBy", "CreatedOnBehalfBy", "ModifiedOnBehalfBy")
                .forEach(name -> lookup(name, "Lookup", List.of(user(OnDelete.NoCascade)), "None", Writable.Never));
        readOnly("VersionNumber", new ColumnType.BigInt());
        add(
                "ImportSequenceNumber",
                new ColumnType.WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE),
                "None",
                Writable.OnCreate,
                false);
        return add(
                "OverriddenCreatedOn",
                new ColumnType.DateTime(Behavior.UserLocal, "DateOnly"),
                "None",
                Writable.OnCreate,
                false);
    }

    private static Target user(OnDelete onDelete) {
        return new Target("systemuser", "", onDelete);
    }

    public Catalog addTo(Catalog catalog) {
        return catalog.with(new Table(names, columns, List.of()))
                .withNextNumber(Math.max(catalog.nextNumber(), names.number() + 1))
                .with(relationships);
    }

    /**
     * Adds what a table that is there lacks, as a folder of an earlier version does.
     *
     * @return the catalogue with the columns and relationships of this one added
     */
    Catalog completing(Catalog catalog) {
        Table table = catalog.requiredTable(names.logicalName());
        for (Column column : columns) {
            if (table.column(column.logicalName()) == null) {
                table = table.withColumn(column.at(table.width()));
            }
        }
        Catalog more = catalog.with(table);
        List<Relationship> missing = new ArrayList<>();
        for (Relationship relationship : relationships) {
            boolean known = more.ofColumn(table, table.requiredColumn(relationship.referencingColumn())).stream()
                    .anyMatch(r -> r.referencedTable().equals(relationship.referencedTable()));
            if (!known) {
                missing.add(relationship);
            }
        }
        return missing.isEmpty() ? more : more.with(missing);
    }

    TableBuilder add(String schemaName, ColumnType type, String required, Writable writable, boolean primaryName) {
        String name = schemaName.toLowerCase(Locale.ROOT);
        columns.add(new Column(
                columns.size(),
                idOf("column " + names.logicalName() + "." + name),
                name,
                schemaName,
                Label.of(words(schemaName)),
                Label.NONE,
                type,
                required,
                writable == Writable.Always || writable == Writable.OnCreate,
                writable == Writable.Always || writable == Writable.OnUpdate,
                false,
                primaryName));
        return this;
    }

    /** Words as a person reads them: PrimaryContactId is "Primary Contact". */
    private static String words(String schemaName) {
        String words = schemaName.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ');
        return words.endsWith(" Id") ? words.substring(0, words.length() - " Id".length()) : words;
    }
}
