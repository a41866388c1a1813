package org.dataferry.transform.mapping.convert;

import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;

/**
 * Into Text and Memo columns. Dataverse stores an empty text as null, so an empty text becomes null here and both
 * compare alike. Characters that Dataverse refuses (0x80040278) are refused, never dropped.
 *
 * @param maxLength in UTF-16 units, as SQL Server counts nvarchar
 */
record TextConversion(int maxLength) implements Conversion {

    @Override
    public Converted convert(Value value) {
        return switch (value) {
            case Value.Text text -> checked(text.value());
            case Value.Whole whole -> checked(Long.toString(whole.value()));
            case Value.Decimal decimal -> checked(CanonicalText.of(decimal.value()));
            case Value.Floating floating ->
                Double.isFinite(floating.value())
                        ? checked(CanonicalText.of(floating.value()))
                        : Converted.invalid(floating.value() + " is not a number");
            case Value.Bool bool -> checked(Boolean.toString(bool.value()));
            case Value.Day day -> checked(CanonicalText.of(day.value()));
            case Value.LocalMoment moment -> checked(CanonicalText.of(moment.value()));
            case Value.Moment moment -> checked(CanonicalText.of(moment.value()));
            case Value.TimeOfDay time -> checked(CanonicalText.of(time.value()));
            case Value.Guid guid -> checked(guid.value().toString());
            case Value.Bytes bytes -> Conversion.unexpected(bytes, "something that has a text");
            case Value.Withheld withheld -> Conversion.unexpected(withheld, "something that has a text");
            case Value.Many many -> Conversion.unexpected(many, "something that has a text");
            case Value.Null nothing -> Converted.taken(nothing);
            case Value.Absent unknown -> Converted.taken(unknown);
        };
    }

    private Converted checked(String text) {
        if (text.isEmpty()) {
            return Converted.taken(Value.NULL);
        }
        if (text.length() > maxLength) {
            return new Converted.Refused(
                    RejectionReason.VALUE_TOO_LONG,
                    text.length() + " characters, the maximum is " + maxLength + "; left(x, " + maxLength
                            + ") in the mapping cuts it");
        }
        int refused = firstRefused(text);
        return refused < 0
                ? Converted.taken(new Value.Text(text))
                : Converted.invalid("character U+%04X at position %d cannot be stored in Dataverse"
                        .formatted((int) text.charAt(refused), refused + 1));
    }

    /** Dataverse takes what XML 1.0 takes: no control characters but tab and line ends, no half surrogate pairs. */
    private static int firstRefused(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit >= ' ' && unit < Character.MIN_SURROGATE) {
                continue;
            }
            if (Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (isRefused(unit)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isRefused(char unit) {
        boolean control = unit < ' ' && unit != '\t' && unit != '\n' && unit != '\r';
        return control || Character.isSurrogate(unit) || unit == '\uFFFE' || unit == '\uFFFF';
    }
}
