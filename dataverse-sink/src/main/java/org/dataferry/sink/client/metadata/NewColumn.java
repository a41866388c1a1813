package org.dataferry.sink.client.metadata;

import java.util.Locale;

/**
 * A column to be made.
 *
 * @param type neither a lookup, which comes with its relationship ({@link NewLookup}), nor one that only the system makes
 */
public record NewColumn(String schemaName, String displayName, ColumnType type, RequiredLevel required) {
    public NewColumn {
        switch (type) {
            case ColumnType.Text text -> {}
            case ColumnType.Memo memo -> {}
            case ColumnType.WholeNumber whole -> {}
            case ColumnType.BigNumber big -> {}
            case ColumnType.DecimalNumber decimal -> {}
            case ColumnType.FloatingNumber floating -> {}
            case ColumnType.Money money -> {}
            case ColumnType.TwoOptions twoOptions -> {}
            case ColumnType.Choice choice -> {}
            case ColumnType.Choices choices -> {}
            case ColumnType.DateTime dateTime -> {}
            case ColumnType.File file -> {}
            case ColumnType.Image image -> {}
            case ColumnType.Lookup lookup -> throw notMadeHere(schemaName, "a lookup is made with its relationship");
            case ColumnType.State state -> throw notMadeHere(schemaName, "every table has its own state");
            case ColumnType.Status status -> throw notMadeHere(schemaName, "every table has its own status");
            case ColumnType.UniqueIdentifier id -> throw notMadeHere(schemaName, "Dataverse makes no such columns");
            case ColumnType.Other other -> throw notMadeHere(schemaName, other.typeName() + " is not supported");
        }
    }

    public String logicalName() {
        return schemaName.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException notMadeHere(String column, String reason) {
        return new IllegalArgumentException("Column %s cannot be made: %s".formatted(column, reason));
    }
}
