package org.dataferry.emulator.metadata;

import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.jspecify.annotations.Nullable;

/**
 * A global choice: options that several columns share.
 *
 * <p>Source: Microsoft's page "Create and update choices (option sets) using the Web API".
 *
 * @param name unique without regard to case
 */
public record GlobalChoice(UUID metadataId, String name, Label label, Label description, List<Option> options) {
    public GlobalChoice {
        options = List.copyOf(options);
    }

    public GlobalChoice with(List<Option> others) {
        return new GlobalChoice(metadataId, name, label, description, others);
    }

    public GlobalChoice describedAs(Label newLabel, Label newDescription) {
        return new GlobalChoice(metadataId, name, newLabel, newDescription, options);
    }

    public boolean usedBy(Column column) {
        return name.equals(of(column));
    }

    /** The name of the global choice that a column takes its options from, or null if it has its own or none. */
    public static @Nullable String of(Column column) {
        return switch (column.type()) {
            case ColumnType.Choice choice -> choice.global();
            case ColumnType.MultiChoice choice -> choice.global();
            default -> null;
        };
    }

    /** The table with these options in all columns that use them. */
    Table followedBy(Table table) {
        Table following = table;
        for (Column column : table.columns()) {
            if (usedBy(column)) {
                following = following.changingColumn(column.withType(
                        column.type() instanceof ColumnType.Choice choice
                                ? new ColumnType.Choice(options, choice.defaultValue(), name)
                                : new ColumnType.MultiChoice(options, name)));
            }
        }
        return following;
    }
}
