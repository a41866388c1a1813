package org.dataferry.capture.snapshot;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numerics. PostgreSQL sends digits to the base 10,000, the first's weight, a sign and how many decimal digits are shown;
 * Avro wants the unscaled number, big end first, in as few bytes as hold it.
 */
final class NumericField implements BinaryField {

    private static final int BASE = 10_000;
    private static final int DIGITS_OF_BASE = 4;
    private static final int HEADER_BYTES = 8;
    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 0x4000;

    /** Digits to the base 10,000 that a long holds for sure, with the four that scaling may add. */
    private static final int FEW_DIGITS = 3;

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000};

    /** Shows the scale of each value beside it. */
    private static final int VARIABLE = -1;

    private final int scale;
    private final int precision;
    private final TextField special;

    private NumericField(int scale, int precision, TextField special) {
        this.scale = scale;
        this.precision = precision;
        this.special = special;
    }

    /** @param special takes what has no digits: NaN and the infinities */
    static NumericField fixed(int scale, int precision, TextField special) {
        return new NumericField(scale, precision, special);
    }

    /** Of a numeric without a precision: the scale, then the unscaled number. */
    static NumericField variable(TextField special) {
        return new NumericField(VARIABLE, Integer.MAX_VALUE, special);
    }

    @Override
    public long write(byte[] row, int at, int length, AvroBuffer out) {
        int digits = BinaryField.int16(row, at) & 0xFFFF;
        int weight = BinaryField.int16(row, at + 2);
        int sign = BinaryField.int16(row, at + 4) & 0xFFFF;
        int shown = BinaryField.int16(row, at + 6) & 0xFFFF;
        if (sign != POSITIVE && sign != NEGATIVE) {
            return special.write(sign == 0xC000 ? "NaN" : sign == 0xD000 ? "Infinity" : "-Infinity", out);
        }
        if (scale == VARIABLE) {
            out.writeNumber(shown);
        }
        int wanted = scale == VARIABLE ? shown : scale;
        // Decimal places that the digits sent have; trailing zeros are not sent.
        int places = (digits - 1 - weight) * DIGITS_OF_BASE;
        if (digits <= FEW_DIGITS && wanted - places <= DIGITS_OF_BASE && places - wanted < DIGITS_OF_BASE) {
            writeSmall(row, at, digits, sign, wanted - places, out);
        } else {
            writeLarge(row, at, digits, sign, places, wanted, out);
        }
        return WRITTEN;
    }

    private void writeSmall(byte[] row, int at, int digits, int sign, int shift, AvroBuffer out) {
        long unscaled = 0;
        for (int i = 0; i < digits; i++) {
            unscaled = unscaled * BASE + BinaryField.int16(row, at + HEADER_BYTES + 2 * i);
        }
        if (shift >= 0) {
            unscaled *= POWERS[shift];
        } else {
            if (unscaled % POWERS[-shift] != 0) {
                throw tooFine();
            }
            unscaled /= POWERS[-shift];
        }
        writeUnscaled(sign == NEGATIVE ? -unscaled : unscaled, out);
    }

    private void writeLarge(byte[] row, int at, int digits, int sign, int places, int wanted, AvroBuffer out) {
        BigInteger number = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(BASE);
        for (int i = 0; i < digits; i++) {
            number = number.multiply(base).add(BigInteger.valueOf(BinaryField.int16(row, at + HEADER_BYTES + 2 * i)));
        }
        BigDecimal scaled;
        try {
            scaled = new BigDecimal(sign == NEGATIVE ? number.negate() : number, places).setScale(wanted);
        } catch (ArithmeticException inexact) {
            throw tooFine();
        }
        if (scaled.precision() > precision) {
            throw new ArithmeticException("more than " + precision + " digits");
        }
        byte[] bytes = scaled.unscaledValue().toByteArray();
        out.writeBytes(bytes, 0, bytes.length);
    }

    private static void writeUnscaled(long unscaled, AvroBuffer out) {
        // A bit for the sign beside those of the number.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(unscaled < 0 ? ~unscaled : unscaled) + 1;
        int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
        out.writeNumber(bytes);
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write((int) (unscaled >> shift));
        }
    }

    private ArithmeticException tooFine() {
        return new ArithmeticException("more than " + scale + " digits after the point");
    }
}
