package org.dataferry.emulator.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition of a $filter; its negations are in the conditions that it is made of. Literals are as they were written until a table's columns give them a type. */
public sealed interface Filter {
    record And(List<Filter> of) implements Filter {
        public And {
            of = List.copyOf(of);
        }
    }

    record Or(List<Filter> of) implements Filter {
        public Or {
            of = List.copyOf(of);
        }
    }

    /** @param value null for the literal null */
    record Compare(
            String property, Operator operator, @Nullable Object value) implements Filter {}

    record TextMatch(String property, TextFunction function, String text, boolean negated) implements Filter {}

    /** @param negated for NotIn */
    record In(String property, List<Object> values, boolean negated) implements Filter {
        public In {
            values = List.copyOf(values);
        }
    }

    /** @param negated for NotBetween */
    record Between(String property, Object low, Object high, boolean negated) implements Filter {}

    /**
     * A condition on a column of several choices.
     *
     * @param negated for DoesNotContainValues
     */
    record ContainValues(String property, List<Object> values, boolean negated) implements Filter {
        public ContainValues {
            values = List.copyOf(values);
        }
    }

    /**
     * A condition on the rows of a collection.
     *
     * @param condition on one of them; null for {@code any()}, which asks whether there are some
     * @param all whether it has to hold for all of them, else for any
     */
    record Lambda(String collection, @Nullable Filter condition, boolean all, boolean negated) implements Filter {}

    /** A literal as written, with its quotes. */
    record Literal(String text) {}

    enum Operator {
        eq,
        ne,
        gt,
        ge,
        lt,
        le
    }

    enum TextFunction {
        contains,
        startswith,
        endswith
    }
}
