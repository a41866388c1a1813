package org.dataferry.emulator.write;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/** What Dataverse does by itself on rows of certain tables. Source: Microsoft's table reference. */
final class TableRules {
    private TableRules() {}

    static void complete(WriteUnit unit, Assumptions.Files files, Table table, @Nullable Row before, Row row) {
        switch (table.logicalName()) {
            case "annotation" -> {
                attachment(files, table, row);
                typeOf(unit, table, "objectid", "objecttypecode", row);
            }
            case "systemuser", "team" -> unitOfRoot(unit, table, row);
            case "transactioncurrency" -> baseRate(table, before, row);
            default -> {
                if (table.column("activitytypecode") != null) {
                    RowWriter.set(table, row, "activitytypecode", table.logicalName());
                }
            }
        }
    }

    /** A business unit has a team of the same name from the start. */
    static void created(RowWriter writer, Table table, Row row) {
        if (table.logicalName().equals("businessunit")) {
            Table teams = writer.unit().catalog().requiredTable("team");
            Column name = teams.requiredColumn("name");
            Row made = writer.create(new RowPatch(
                    teams,
                    null,
                    Map.of(name, String.valueOf(row.get(table.requiredColumn("name")))),
                    Map.of(
                            teams.requiredColumn("businessunitid"),
                            new org.dataferry.emulator.address.RowAddress.ById(table, row.id())),
                    List.of()));
            Row standard = made.copy();
            standard.set(teams.requiredColumn("isdefault"), true);
            writer.unit().put(teams, made, standard);
        }
    }

    /** A note's file: base64, within the organization's size, and of no blocked kind. */
    private static void attachment(Assumptions.Files files, Table table, Row row) {
        Object body = row.get(table.requiredColumn("documentbody"));
        Object name = row.get(table.requiredColumn("filename"));
        row.set(table.requiredColumn("isdocument"), body != null);
        if (name != null) {
            BlockedFiles.check(files, name.toString());
        }
        if (body == null) {
            row.set(table.requiredColumn("filesize"), 0);
            return;
        }
        byte[] content;
        try {
            content = Base64.getDecoder().decode(body.toString());
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "0x80040203", "The documentbody of an annotation must be base64.");
        }
        BlockedFiles.checkSize(files, content.length);
        row.set(table.requiredColumn("filesize"), content.length);
    }

    private static void typeOf(WriteUnit unit, Table table, String lookup, String type, Row row) {
        Table target = row.get(table.requiredColumn(lookup)) instanceof Reference reference
                ? unit.catalog().byNumber(reference.table())
                : null;
        row.set(table.requiredColumn(type), target == null ? null : target.logicalName());
    }

    /** Whoever is given no business unit is in the root. */
    private static void unitOfRoot(WriteUnit unit, Table table, Row row) {
        Column column = table.requiredColumn("businessunitid");
        if (row.get(column) != null) {
            return;
        }
        Table units = unit.catalog().requiredTable("businessunit");
        Column parent = units.requiredColumn("parentbusinessunitid");
        unit.scan(units, null, candidate -> {
            if (candidate.get(parent) == null) {
                row.set(column, new Reference(units.number(), candidate.id()));
            }
            return candidate.get(parent) != null;
        });
    }

    private static void baseRate(Table table, @Nullable Row before, Row row) {
        Column rate = table.requiredColumn("exchangerate");
        if (row.id().equals(Money.BASE_CURRENCY)
                && before != null
                && row.get(rate) != null
                && !row.get(rate).equals(before.get(rate))) {
            throw new Refusal(400, "0x80040203", "The exchange rate of the base currency is 1 and can't be changed.");
        }
    }
}
