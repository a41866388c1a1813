package org.dataferry.transform.mapping.convert;

import java.util.UUID;
import org.dataferry.schemas.value.Value;

/** Conversions without a setting. */
enum PlainConversion implements Conversion {
    BOOL {
        @Override
        public Converted convert(Value value) {
            return value instanceof Value.Bool bool ? Converted.taken(bool) : Conversion.unexpected(value, "a bool");
        }
    },

    /** Text is taken too, as expressions know a uuid only as a string. */
    GUID {
        @Override
        public Converted convert(Value value) {
            return switch (value) {
                case Value.Guid guid -> Converted.taken(guid);
                case Value.Text text -> parsed(text.value());
                case Value other -> Conversion.unexpected(other, "a uuid");
            };
        }

        private Converted parsed(String text) {
            // UUID.fromString alone also takes shortened groups.
            return text.matches(FORM)
                    ? Converted.taken(new Value.Guid(UUID.fromString(text)))
                    : Converted.invalid("'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text)
                            + "' is not a GUID; expected the form 8-4-4-4-12 in hexadecimal digits");
        }
    };

    private static final String FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
}
