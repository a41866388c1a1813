package org.dataferry.emulator.write;

import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.assumptions.Assumptions.Unwritable;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.jspecify.annotations.Nullable;

/** Which columns a write may set, and which a row can't be without. */
final class Writability {
    private Writability() {}

    /** Values for columns that are not valid for the write are ignored or refused, as the settings say; contents of files always refused. */
    static void check(RowPatch patch, Assumptions.Writes assumptions, boolean creating) {
        for (Column column : patch.values().keySet()) {
            if (column.type() instanceof ColumnType.File) {
                throw invalid(patch.table(), column, creating, "its content is uploaded to a URL of its own");
            }
            if (creating
                    && column.type() instanceof ColumnType.Image image
                    && !image.primary()
                    && patch.values().get(column) != null) {
                throw invalid(patch.table(), column, true, "only the primary image can be set");
            }
            boolean writable = creating ? column.creatable() : column.updatable();
            if (!writable
                    && !column.logicalName().equals("statecode")
                    && assumptions.readOnlyColumns() == Unwritable.Refused) {
                throw invalid(patch.table(), column, creating, "it is read-only");
            }
        }
    }

    static void required(Table table, @Nullable Row before, Row row, Assumptions.Writes assumptions) {
        for (Column column : table.columns()) {
            String level = column.requiredLevel();
            if (level.equals("None") || row.get(column) != null || before != null && before.get(column) == null) {
                continue;
            }
            boolean settable = column.creatable() || column.updatable();
            if (settable
                    && (level.equals("SystemRequired")
                            || level.equals("ApplicationRequired") && assumptions.requiredEnforced())) {
                throw new Refusal(
                        400,
                        "0x80040200",
                        "Required field '" + column.logicalName() + "' of '" + table.logicalName() + "' is missing.");
            }
        }
    }

    private static Refusal invalid(Table table, Column column, boolean creating, String why) {
        return new Refusal(
                400,
                "0x80040203",
                "The attribute '" + column.logicalName() + "' of '" + table.logicalName() + "' is not valid for "
                        + (creating ? "create" : "update") + ": " + why + ".");
    }
}
