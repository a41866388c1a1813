package org.dataferry.emulator.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.UUID;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.jspecify.annotations.Nullable;

/** Literals of URLs as values of a column. */
public final class Literals {
    private Literals() {}

    /** The text of a literal without its quotes, or null if it is not a quoted one. */
    public static @Nullable String unquoted(String literal) {
        if (literal.length() < 2 || !literal.startsWith("'") || !literal.endsWith("'")) {
            return null;
        }
        return literal.substring(1, literal.length() - 1).replace("''", "'");
    }

    /**
     * A literal as a value of a column type; a lookup's value is the id alone.
     *
     * @param literal with its quotes if it is text
     * @return null if the literal is not one of this type
     */
    public static @Nullable Object parse(ColumnType type, String literal) {
        String text = unquoted(literal);
        return switch (type) {
            case ColumnType.Text ignored -> text;
            case ColumnType.Memo ignored -> text;
            case ColumnType.MultiChoice ignored -> text;
            default -> text == null ? bare(type, literal) : null;
        };
    }

    /** The same for a text without quotes, as in the lists of query functions. */
    public static @Nullable Object parseText(ColumnType type, String text) {
        return switch (type) {
            case ColumnType.Text ignored -> text;
            case ColumnType.Memo ignored -> text;
            case ColumnType.MultiChoice ignored -> text;
            default -> bare(type, text);
        };
    }

    private static @Nullable Object bare(ColumnType type, String text) {
        try {
            return switch (type) {
                case ColumnType.Text ignored -> null;
                case ColumnType.Memo ignored -> null;
                case ColumnType.WholeNumber ignored -> Integer.valueOf(text);
                case ColumnType.Choice ignored -> Integer.valueOf(text);
                case ColumnType.State ignored -> Integer.valueOf(text);
                case ColumnType.Status ignored -> Integer.valueOf(text);
                case ColumnType.BigInt ignored -> Long.valueOf(text);
                case ColumnType.DecimalNumber ignored -> new BigDecimal(text);
                case ColumnType.Money ignored -> new BigDecimal(text);
                case ColumnType.DoubleNumber ignored -> Double.valueOf(text);
                case ColumnType.YesNo ignored -> flag(text);
                case ColumnType.DateTime date ->
                    Dates.parse(text, date.behavior(), date.behavior() != Behavior.DateOnly);
                case ColumnType.UniqueIdentifier ignored -> guid(text);
                case ColumnType.Lookup ignored -> guid(text);
                case ColumnType.LinkEnd ignored -> guid(text);
                case ColumnType.MultiChoice ignored -> null;
                case ColumnType.Image ignored -> guid(text);
                case ColumnType.File ignored -> guid(text);
            };
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static @Nullable UUID guid(String text) {
        return Guids.parse(text);
    }
}
