package org.dataferry.emulator.query.fetch;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.query.Comparison;
import org.dataferry.emulator.query.Filter.Operator;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * The operators of conditions, as predicates over a column's value. Days are those of UTC.
 *
 * <p>Source: Microsoft's "FetchXml reference", operators.
 */
final class Operators {
    private final Collation collation;
    private final Clock clock;
    private final UUID user;
    private final boolean nullIsNotEqual;

    /** @param nullIsNotEqual whether a row without a value fulfils inequalities */
    Operators(Collation collation, Clock clock, UUID user, boolean nullIsNotEqual) {
        this.collation = collation;
        this.clock = clock;
        this.user = user;
        this.nullIsNotEqual = nullIsNotEqual;
    }

    Predicate<@Nullable Object> predicate(Column column, String operator, List<String> texts) {
        return switch (operator) {
            case "eq" -> compare(Operator.eq, column, operator, texts);
            case "ne", "neq" -> not(compare(Operator.eq, column, operator, texts));
            case "gt" -> compare(Operator.gt, column, operator, texts);
            case "ge" -> compare(Operator.ge, column, operator, texts);
            case "lt" -> compare(Operator.lt, column, operator, texts);
            case "le" -> compare(Operator.le, column, operator, texts);
            case "null" -> value -> value == null;
            case "not-null" -> value -> value != null;
            case "in" -> in(column, texts);
            case "not-in" -> notNull(in(column, texts).negate());
            case "between" -> between(column, texts);
            case "not-between" -> notNull(between(column, texts).negate());
            case "like" -> like(one(operator, texts));
            case "not-like" -> not(like(one(operator, texts)));
            case "begins-with" -> folded(one(operator, texts), String::startsWith);
            case "not-begin-with" -> not(folded(one(operator, texts), String::startsWith));
            case "ends-with" -> folded(one(operator, texts), String::endsWith);
            case "not-end-with" -> not(folded(one(operator, texts), String::endsWith));
            case "contain-values" -> containing(texts);
            case "not-contain-values" -> not(containing(texts));
            case "eq-userid" -> isUser();
            case "ne-userid" -> not(isUser());
            case "today" -> days(0, 0);
            case "yesterday" -> days(-1, -1);
            case "tomorrow" -> days(1, 1);
            case "last-x-days" -> days(-whole(operator, texts), 0);
            case "next-x-days" -> days(0, whole(operator, texts));
            case "on" -> {
                LocalDate day = day(column, operator, texts);
                yield within(day, day);
            }
            case "on-or-before" -> within(LocalDate.MIN, day(column, operator, texts));
            case "on-or-after" -> within(day(column, operator, texts), LocalDate.MAX);
            case "this-month" -> {
                LocalDate first = today().withDayOfMonth(1);
                yield within(first, first.plusMonths(1).minusDays(1));
            }
            case "this-year" -> {
                LocalDate first = today().withDayOfYear(1);
                yield within(first, first.plusYears(1).minusDays(1));
            }
            default -> throw Refusals.notEmulated("the operator '" + operator + "' of FetchXML");
        };
    }

    private Predicate<@Nullable Object> compare(Operator how, Column column, String operator, List<String> texts) {
        Object wanted = literal(column, one(operator, texts));
        return value -> value != null && Comparison.holds(collation, value, how, wanted);
    }

    private Predicate<@Nullable Object> in(Column column, List<String> texts) {
        Set<Object> wanted = new HashSet<>();
        texts.forEach(text -> wanted.add(Comparison.key(collation, literal(column, text))));
        return value -> value != null && wanted.contains(Comparison.key(collation, value));
    }

    private Predicate<@Nullable Object> between(Column column, List<String> texts) {
        if (texts.size() != 2) {
            throw FetchReader.invalid("The operator between needs two values.");
        }
        Object low = literal(column, texts.get(0));
        Object high = literal(column, texts.get(1));
        return value -> value != null
                && Comparison.order(collation, value, low) >= 0
                && Comparison.order(collation, value, high) <= 0;
    }

    /** {@code %} for any text, {@code _} for any character, {@code [a-f]} for one of some. */
    private Predicate<@Nullable Object> like(String pattern) {
        String folded = collation.fold(pattern);
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < folded.length()) {
            char c = folded.charAt(at);
            int end = c == '[' ? folded.indexOf(']', at + 2) : -1;
            if (end > 0) {
                regex.append(set(folded.substring(at + 1, end)));
                at = end;
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
            at++;
        }
        Pattern compiled = compiled(regex.toString(), pattern);
        return value -> value != null
                && compiled.matcher(collation.fold(value.toString())).matches();
    }

    private static String set(String members) {
        boolean negated = members.startsWith("^");
        StringBuilder set = new StringBuilder(negated ? "[^" : "[");
        members.chars()
                .skip(negated ? 1 : 0)
                .forEach(member -> set.append(member == '-' ? "-" : "\\x{" + Integer.toHexString(member) + "}"));
        return set.append(']').toString();
    }

    private static Pattern compiled(String regex, String pattern) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw FetchReader.invalid("'" + pattern + "' is no pattern for like.");
        }
    }

    private interface TextTest {
        boolean holds(String whole, String part);
    }

    private Predicate<@Nullable Object> folded(String part, TextTest test) {
        String wanted = collation.fold(part);
        return value -> value != null && test.holds(collation.fold(value.toString()), wanted);
    }

    private static Predicate<@Nullable Object> containing(List<String> texts) {
        Set<String> wanted = Set.copyOf(texts);
        return value ->
                value != null && Arrays.stream(value.toString().split(",")).anyMatch(wanted::contains);
    }

    /** From so many days after today to so many. */
    private Predicate<@Nullable Object> days(int from, int to) {
        return within(today().plusDays(from), today().plusDays(to));
    }

    private static Predicate<@Nullable Object> within(LocalDate first, LocalDate last) {
        return value -> {
            LocalDate day = day(value);
            return day != null && !day.isBefore(first) && !day.isAfter(last);
        };
    }

    private static LocalDate day(Column column, String operator, List<String> texts) {
        LocalDate day = day(literal(column, one(operator, texts)));
        if (day == null) {
            throw FetchReader.invalid("The operator " + operator + " needs a column with dates.");
        }
        return day;
    }

    static @Nullable LocalDate day(@Nullable Object value) {
        return switch (value) {
            case LocalDate day -> day;
            case LocalDateTime local -> local.toLocalDate();
            case Instant instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC);
            case null, default -> null;
        };
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Predicate<@Nullable Object> isUser() {
        return value -> value instanceof Reference owner && owner.id().equals(user);
    }

    private Predicate<@Nullable Object> not(Predicate<@Nullable Object> test) {
        return value -> value == null ? nullIsNotEqual : !test.test(value);
    }

    private static Predicate<@Nullable Object> notNull(Predicate<@Nullable Object> test) {
        return value -> value != null && test.test(value);
    }

    private static String one(String operator, List<String> texts) {
        if (texts.size() != 1) {
            throw FetchReader.invalid("The operator " + operator + " needs one value.");
        }
        return texts.getFirst();
    }

    private static int whole(String operator, List<String> texts) {
        try {
            return Integer.parseInt(one(operator, texts).strip());
        } catch (NumberFormatException e) {
            throw FetchReader.invalid("The operator " + operator + " needs a whole number.");
        }
    }

    private static Object literal(Column column, String text) {
        Object value = Literals.parseText(column.type(), text.strip());
        if (value == null) {
            throw FetchReader.invalid("'" + text + "' is no value of the column '" + column.logicalName() + "'.");
        }
        return value;
    }
}
