package org.dataferry.transform.mapping.convert;

import static org.dataferry.transform.mapping.type.SourceType.BOOL;
import static org.dataferry.transform.mapping.type.SourceType.DATE;
import static org.dataferry.transform.mapping.type.SourceType.DECIMAL;
import static org.dataferry.transform.mapping.type.SourceType.FLOATING;
import static org.dataferry.transform.mapping.type.SourceType.LOCAL_TIMESTAMP;
import static org.dataferry.transform.mapping.type.SourceType.TEXT;
import static org.dataferry.transform.mapping.type.SourceType.TIMESTAMP;
import static org.dataferry.transform.mapping.type.SourceType.UUID;
import static org.dataferry.transform.mapping.type.SourceType.WHOLE;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.dataferry.transform.mapping.type.DateTimeBehavior;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;

/** The matrix of conversions: only what loses nothing, or loses what the written rules say. */
public final class Conversions {

    private static final Set<SourceType> WITH_TEXT =
            EnumSet.complementOf(EnumSet.of(SourceType.BYTES, SourceType.LIST));
    private static final Set<SourceType> NUMBERS = EnumSet.of(WHOLE, DECIMAL, FLOATING);

    private Conversions() {}

    /** @param input how an expression names what is converted; used in the remedy */
    public static Allowance between(SourceType from, TargetColumn column, String input) {
        TargetColumnType to = column.type();
        return accepted(to).contains(from)
                ? new Allowance.Allowed(new ColumnConversion(column, conversion(to)))
                : new Allowance.NotAllowed(Remedies.of(from, to, input));
    }

    /**
     * Texts into a choice.
     *
     * @param values the options by their texts
     * @param from in words, where the texts and their options are listed
     */
    public static Allowance options(
            SourceType type, TargetColumn column, Map<String, Integer> values, boolean unknownIsNull, String from) {
        return WITH_TEXT.contains(type)
                ? new Allowance.Allowed(new ColumnConversion(column, new OptionConversion(values, unknownIsNull, from)))
                : new Allowance.NotAllowed("an option is found by a text, and this has none");
    }

    private static Set<SourceType> accepted(TargetColumnType to) {
        return switch (to) {
            case TargetColumnType.Text text -> WITH_TEXT;
            case TargetColumnType.Memo memo -> WITH_TEXT;
            case TargetColumnType.Whole whole -> EnumSet.of(WHOLE);
            case TargetColumnType.BigWhole big -> EnumSet.of(WHOLE);
            case TargetColumnType.Decimal decimal -> NUMBERS;
            case TargetColumnType.Floating floating -> NUMBERS;
            case TargetColumnType.Money money -> NUMBERS;
            case TargetColumnType.Bool bool -> EnumSet.of(BOOL);
            case TargetColumnType.Choice choice -> EnumSet.of(WHOLE);
            case TargetColumnType.DateOnly date -> EnumSet.of(DATE);
            case TargetColumnType.DateTime(DateTimeBehavior behavior) ->
                switch (behavior) {
                    case USER_LOCAL -> EnumSet.of(TIMESTAMP);
                    case TIME_ZONE_INDEPENDENT -> EnumSet.of(LOCAL_TIMESTAMP, DATE);
                };
            case TargetColumnType.Guid guid -> EnumSet.of(UUID, TEXT);
            case TargetColumnType.Lookup lookup -> EnumSet.noneOf(SourceType.class);
            case TargetColumnType.FileColumn file -> EnumSet.noneOf(SourceType.class);
            case TargetColumnType.Other other -> EnumSet.noneOf(SourceType.class);
        };
    }

    private static Conversion conversion(TargetColumnType to) {
        return switch (to) {
            case TargetColumnType.Text text -> new TextConversion(text.maxLength());
            case TargetColumnType.Memo memo -> new TextConversion(memo.maxLength());
            case TargetColumnType.Whole whole -> new WholeConversion.Within(whole.min(), whole.max());
            case TargetColumnType.BigWhole big -> new WholeConversion.Within(Long.MIN_VALUE, Long.MAX_VALUE);
            case TargetColumnType.Decimal decimal ->
                new DecimalConversion(decimal.precision(), decimal.min(), decimal.max());
            case TargetColumnType.Floating floating ->
                new FloatingConversion(floating.precision(), floating.min(), floating.max());
            case TargetColumnType.Money money -> new DecimalConversion(money.precision(), money.min(), money.max());
            case TargetColumnType.Bool bool -> PlainConversion.BOOL;
            case TargetColumnType.Choice choice -> new WholeConversion.OneOf(choice.allowed());
            case TargetColumnType.DateOnly date -> DateConversion.DATE_ONLY;
            case TargetColumnType.DateTime(DateTimeBehavior behavior) ->
                switch (behavior) {
                    case USER_LOCAL -> DateConversion.USER_LOCAL;
                    case TIME_ZONE_INDEPENDENT -> DateConversion.TIME_ZONE_INDEPENDENT;
                };
            case TargetColumnType.Guid guid -> PlainConversion.GUID;
            case TargetColumnType.Lookup lookup -> throw nothingConverts(lookup);
            case TargetColumnType.FileColumn file -> throw nothingConverts(file);
            case TargetColumnType.Other other -> throw nothingConverts(other);
        };
    }

    private static IllegalStateException nothingConverts(TargetColumnType to) {
        return new IllegalStateException("nothing converts to " + to.text());
    }
}
