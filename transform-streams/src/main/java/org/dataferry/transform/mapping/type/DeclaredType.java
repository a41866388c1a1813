package org.dataferry.transform.mapping.type;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.transform.mapping.type.TargetColumnType.BigWhole;
import org.dataferry.transform.mapping.type.TargetColumnType.Bool;
import org.dataferry.transform.mapping.type.TargetColumnType.Choice;
import org.dataferry.transform.mapping.type.TargetColumnType.DateOnly;
import org.dataferry.transform.mapping.type.TargetColumnType.DateTime;
import org.dataferry.transform.mapping.type.TargetColumnType.Decimal;
import org.dataferry.transform.mapping.type.TargetColumnType.Floating;
import org.dataferry.transform.mapping.type.TargetColumnType.Memo;
import org.dataferry.transform.mapping.type.TargetColumnType.Money;
import org.dataferry.transform.mapping.type.TargetColumnType.Text;
import org.dataferry.transform.mapping.type.TargetColumnType.Whole;

/** Types of columns that {@code prepare} makes, as a mapping file writes them. Limits are Dataverse's. */
public final class DeclaredType {

    /** Dataverse's greatest decimal number and the negative of its least. */
    public static final BigDecimal GREATEST_DECIMAL = new BigDecimal("100000000000");

    /** Dataverse's greatest money value and the negative of its least. */
    public static final BigDecimal GREATEST_MONEY = new BigDecimal("922337203685477");

    public static final double GREATEST_FLOATING = 100_000_000_000d;

    /** Every form, for messages. */
    public static final String FORMS = "text(1 to 4000), memo(1 to 1048576), whole, bigint, decimal(0 to 10), double, "
            + "money(0 to 4), boolean, choice, date, datetime(userLocal), datetime(timeZoneIndependent)";

    /** Every form of a column for files, for messages. */
    public static final String FILE_FORMS = "file(1 to 10485760) and image(1 to 30720), in kilobytes";

    private static final int LARGEST_FILE = 10_485_760;
    private static final int LARGEST_IMAGE = 30_720;
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_MEMO = 1_048_576;
    private static final int MOST_DECIMAL_DIGITS = 10;
    private static final int MOST_FLOATING_DIGITS = 5;
    private static final int MOST_MONEY_DIGITS = 4;

    private static final Pattern FORM = Pattern.compile("([a-z]+)(?:\\(\\s*(\\w+)\\s*\\))?");

    private DeclaredType() {}

    /** Reads a type; empty if it is none of the {@link #FORMS}. */
    public static Optional<TargetColumnType> parse(String written) {
        Matcher matcher = FORM.matcher(written.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String argument = matcher.group(2);
        return argument == null ? plain(matcher.group(1)) : withArgument(matcher.group(1), argument);
    }

    /** Reads the type of a column for files; empty if it is none of the {@link #FILE_FORMS}. */
    public static Optional<TargetColumnType> parseFile(String written) {
        Matcher matcher = FORM.matcher(written.strip());
        if (!matcher.matches() || matcher.group(2) == null) {
            return Optional.empty();
        }
        OptionalInt kilobytes = number(matcher.group(2));
        if (kilobytes.isEmpty()) {
            return Optional.empty();
        }
        int size = kilobytes.getAsInt();
        return switch (matcher.group(1)) {
            case "file" -> within(size, 1, LARGEST_FILE, new TargetColumnType.File(size));
            case "image" -> within(size, 1, LARGEST_IMAGE, new TargetColumnType.Image(size));
            default -> Optional.empty();
        };
    }

    private static Optional<TargetColumnType> plain(String name) {
        return switch (name) {
            case "whole" -> Optional.of(new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "bigint" -> Optional.of(new BigWhole());
            case "double" -> Optional.of(new Floating(MOST_FLOATING_DIGITS, -GREATEST_FLOATING, GREATEST_FLOATING));
            case "boolean" -> Optional.of(new Bool());
            case "date" -> Optional.of(new DateOnly());
            // Its options stand in the option tables.
            case "choice" -> Optional.of(new Choice(new TreeMap<>()));
            default -> Optional.empty();
        };
    }

    private static Optional<TargetColumnType> withArgument(String name, String argument) {
        if (name.equals("datetime")) {
            for (DateTimeBehavior behavior : DateTimeBehavior.values()) {
                if (behavior.text().equals(argument)) {
                    return Optional.of(new DateTime(behavior));
                }
            }
            return Optional.empty();
        }
        OptionalInt number = number(argument);
        return number.isEmpty() ? Optional.empty() : sized(name, number.getAsInt());
    }

    private static Optional<TargetColumnType> sized(String name, int size) {
        return switch (name) {
            case "text" -> within(size, 1, LONGEST_TEXT, new Text(size));
            case "memo" -> within(size, 1, LONGEST_MEMO, new Memo(size));
            case "decimal" ->
                within(size, 0, MOST_DECIMAL_DIGITS, new Decimal(size, GREATEST_DECIMAL.negate(), GREATEST_DECIMAL));
            case "money" ->
                within(size, 0, MOST_MONEY_DIGITS, new Money(size, GREATEST_MONEY.negate(), GREATEST_MONEY));
            default -> Optional.empty();
        };
    }

    private static Optional<TargetColumnType> within(int size, int least, int most, TargetColumnType type) {
        return size < least || size > most ? Optional.empty() : Optional.of(type);
    }

    private static OptionalInt number(String digits) {
        return digits.matches("\\d{1,8}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }
}
