package org.dataferry.transform.mapping.convert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.dataferry.schemas.value.Value;

/**
 * Into Floating columns. A floating number is rounded half up to the column's precision; an exact one is taken only if
 * it comes out as the same number.
 */
record FloatingConversion(int precision, double min, double max) implements Conversion {

    @Override
    public Converted convert(Value value) {
        return switch (value) {
            case Value.Whole whole -> exact(BigDecimal.valueOf(whole.value()));
            case Value.Decimal decimal -> exact(decimal.value());
            case Value.Floating floating -> rounded(floating.value());
            case Value other -> Conversion.unexpected(other, "a number");
        };
    }

    private Converted exact(BigDecimal number) {
        if (number.scale() > precision) {
            return Converted.outOfRange(CanonicalText.of(number) + " has " + number.scale()
                    + " digits after the point, the maximum is " + precision + "; round(x, " + precision
                    + ") in the mapping rounds it");
        }
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0
                ? inRange(nearest)
                : Converted.outOfRange(CanonicalText.of(number) + " has more digits than a floating number keeps");
    }

    private Converted rounded(double number) {
        return Double.isFinite(number)
                ? inRange(BigDecimal.valueOf(number)
                        .setScale(precision, RoundingMode.HALF_UP)
                        .doubleValue())
                : Converted.invalid(number + " is not a number that Dataverse can store");
    }

    private Converted inRange(double number) {
        return number < min || number > max
                ? Converted.outOfRange(CanonicalText.of(number) + " is outside " + CanonicalText.of(min) + " to "
                        + CanonicalText.of(max))
                // Zero has one form: -0.0 and 0.0 are not equal as values.
                : Converted.taken(new Value.Floating(number == 0 ? 0 : number));
    }
}
