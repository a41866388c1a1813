package org.dataferry.transform.mapping.convert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.dataferry.schemas.value.Value;

/**
 * Into Decimal and Money columns. An exact number with more digits than the column has is refused, as rounding it is a
 * decision; a floating one is rounded half up, as it never was exact.
 */
record DecimalConversion(int precision, BigDecimal min, BigDecimal max) implements Conversion {

    @Override
    public Converted convert(Value value) {
        return switch (value) {
            case Value.Whole whole -> inRange(BigDecimal.valueOf(whole.value()));
            case Value.Decimal decimal -> exact(decimal.value());
            case Value.Floating floating -> rounded(floating.value());
            case Value other -> Conversion.unexpected(other, "a number");
        };
    }

    private Converted exact(BigDecimal number) {
        return number.scale() > precision
                ? Converted.outOfRange(CanonicalText.of(number) + " has " + number.scale()
                        + " digits after the point, the maximum is " + precision + "; round(x, " + precision
                        + ") in the mapping rounds it")
                : inRange(number);
    }

    private Converted rounded(double number) {
        return Double.isFinite(number)
                ? inRange(BigDecimal.valueOf(number).setScale(precision, RoundingMode.HALF_UP))
                : Converted.invalid(number + " is not a number that Dataverse can store");
    }

    private Converted inRange(BigDecimal number) {
        return number.compareTo(min) < 0 || number.compareTo(max) > 0
                ? Converted.outOfRange(
                        CanonicalText.of(number) + " is outside " + min.toPlainString() + " to " + max.toPlainString())
                : Converted.taken(new Value.Decimal(number));
    }
}
