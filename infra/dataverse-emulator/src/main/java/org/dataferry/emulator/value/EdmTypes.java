package org.dataferry.emulator.value;

import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Behavior;

/** The OData name of a column's type, as {@code $metadata} and error texts give it. */
public final class EdmTypes {
    private EdmTypes() {}

    public static String of(ColumnType type) {
        return switch (type) {
            case ColumnType.Text ignored -> "Edm.String";
            case ColumnType.Memo ignored -> "Edm.String";
            case ColumnType.WholeNumber ignored -> "Edm.Int32";
            case ColumnType.BigInt ignored -> "Edm.Int64";
            case ColumnType.DecimalNumber ignored -> "Edm.Decimal";
            case ColumnType.DoubleNumber ignored -> "Edm.Double";
            case ColumnType.Money ignored -> "Edm.Decimal";
            case ColumnType.YesNo ignored -> "Edm.Boolean";
            case ColumnType.Choice ignored -> "Edm.Int32";
            case ColumnType.State ignored -> "Edm.Int32";
            case ColumnType.Status ignored -> "Edm.Int32";
            case ColumnType.DateTime date -> date.behavior() == Behavior.DateOnly ? "Edm.Date" : "Edm.DateTimeOffset";
            case ColumnType.UniqueIdentifier ignored -> "Edm.Guid";
            case ColumnType.Lookup ignored -> "Edm.Guid";
            case ColumnType.LinkEnd ignored -> "Edm.Guid";
            case ColumnType.MultiChoice ignored -> "Edm.String";
            case ColumnType.Image ignored -> "Edm.Binary";
            case ColumnType.File ignored -> "Edm.Guid";
        };
    }
}
