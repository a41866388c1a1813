package org.dataferry.emulator.query;

import java.math.BigDecimal;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.query.Filter.Operator;
import org.dataferry.emulator.query.Filter.TextFunction;
import org.dataferry.emulator.store.Reference;
import org.jspecify.annotations.Nullable;

/** Compares values as the database does: texts by the collation, numbers by value, lookups by id. */
final class Comparison {
    private Comparison() {}

    static boolean holds(Collation collation, @Nullable Object value, Operator operator, @Nullable Object literal) {
        if (value == null || literal == null) {
            boolean same = value == null && literal == null;
            return operator == Operator.eq && same || operator == Operator.ne && !same;
        }
        int order = compare(collation, value, literal);
        return switch (operator) {
            case eq -> order == 0;
            case ne -> order != 0;
            case gt -> order > 0;
            case ge -> order >= 0;
            case lt -> order < 0;
            case le -> order <= 0;
        };
    }

    static boolean matches(Collation collation, @Nullable Object value, TextFunction function, String text) {
        if (value == null) {
            return false;
        }
        String whole = collation.fold(value.toString());
        String part = collation.fold(text);
        return switch (function) {
            case contains -> whole.contains(part);
            case startswith -> whole.startsWith(part);
            case endswith -> whole.endsWith(part);
        };
    }

    /** Nulls come first, as in an ascending $orderby. */
    static int order(Collation collation, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return compare(collation, left, right);
    }

    /** What of a value is compared: equal exactly if the values are. */
    static Object key(Collation collation, Object value) {
        return switch (value) {
            case String text -> collation.fold(text);
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case Reference reference -> reference.id();
            default -> value;
        };
    }

    @SuppressWarnings("unchecked")
    private static int compare(Collation collation, Object left, Object right) {
        Object a = key(collation, left);
        Object b = key(collation, right);
        return a.getClass() == b.getClass()
                ? ((Comparable<Object>) a).compareTo(b)
                : a.toString().compareTo(b.toString());
    }
}
