package org.dataferry.transform.mapping.convert;

import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.value.Value;

/** Into Whole, BigWhole and Choice columns: only integers, only in range. */
sealed interface WholeConversion extends Conversion {

    Converted checked(Value.Whole whole);

    @Override
    default Converted convert(Value value) {
        return value instanceof Value.Whole whole ? checked(whole) : Conversion.unexpected(value, "a whole number");
    }

    record Within(long min, long max) implements WholeConversion {
        @Override
        public Converted checked(Value.Whole whole) {
            return whole.value() < min || whole.value() > max
                    ? Converted.outOfRange(whole.value() + " is outside " + min + " to " + max)
                    : Converted.taken(whole);
        }
    }

    record OneOf(Set<Integer> allowed) implements WholeConversion {
        /** More options than these are not listed in a message. */
        private static final int MOST_LISTED = 20;

        @Override
        public Converted checked(Value.Whole whole) {
            boolean known = whole.value() == (int) whole.value() && allowed.contains((int) whole.value());
            return known
                    ? Converted.taken(whole)
                    : Converted.outOfRange(whole.value() + " is none of the options" + listed());
        }

        private String listed() {
            return allowed.size() > MOST_LISTED ? "" : " " + new TreeSet<>(allowed);
        }
    }
}
