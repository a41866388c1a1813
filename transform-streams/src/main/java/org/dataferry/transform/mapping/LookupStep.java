package org.dataferry.transform.mapping;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;

/**
 * Which row one lookup of the target names.
 *
 * @param column the logical name of the lookup's column
 * @param required whether a row is refused whose lookup names none
 */
record LookupStep(String column, boolean required, Names names) {

    NamedRow name(SourceRow row) {
        NamedRow named = names.name(row);
        return required && named instanceof NamedRow.None
                ? new NamedRow.Refused(
                        RejectionReason.REQUIRED_VALUE_MISSING, "it names no row, and the row must not be without it")
                : named;
    }

    sealed interface Names {

        NamedRow name(SourceRow row);

        record One(Parent parent) implements Names {
            @Override
            public NamedRow name(SourceRow row) {
                return parent.name(row);
            }
        }

        /**
         * A polymorphic one.
         *
         * @param padded whether the column is a {@code char(n)}, whose trailing blanks mean nothing
         * @param cases by the text of the value of the column; empty where the lookup names none
         */
        record Choice(String when, boolean padded, Map<String, Optional<Parent>> cases) implements Names {
            public Choice {
                cases = Map.copyOf(cases);
            }

            @Override
            public NamedRow name(SourceRow row) {
                return switch (row.get(when)) {
                    case Value.Null nothing -> new NamedRow.None();
                    case Value.Absent unknown -> new NamedRow.Unknown();
                    case Value.Text(String text) -> named(padded ? text.stripTrailing() : text, row);
                    case Value.Whole(long number) -> named(Long.toString(number), row);
                    case Value.Bool(boolean bool) -> named(Boolean.toString(bool), row);
                    case Value other -> refused("a " + other.getClass().getSimpleName());
                };
            }

            private NamedRow named(String value, SourceRow row) {
                Optional<Parent> parent = cases.get(value);
                if (parent == null) {
                    return refused("'" + (value.length() <= 40 ? value : value.substring(0, 40) + "...") + "'");
                }
                return parent.map(one -> one.name(row)).orElseGet(NamedRow.None::new);
            }

            private NamedRow refused(String value) {
                return new NamedRow.Refused(
                        RejectionReason.VALUE_INVALID,
                        "source column " + when + " is " + value + ", for which there is no case");
            }
        }
    }
}
