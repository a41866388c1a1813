package org.dataferry.transform.mapping.cel;

import static org.dataferry.transform.mapping.cel.CelTypes.DECIMAL;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import org.dataferry.transform.mapping.convert.CanonicalText;

/** Exact decimals. Every result is in the one form of its value, so that {@code 1.0 == 1}. */
final class DecimalFunctions {

    /** Digits that a decimal may have before and after the point; PostgreSQL's own limit is beyond any column of Dataverse. */
    private static final int MOST_DIGITS = 100;

    private DecimalFunctions() {}

    static List<CelFunction> all() {
        List<CelFunction> all = new ArrayList<>();
        arithmetic(all, "_+_", "add", BigDecimal::add);
        arithmetic(all, "_-_", "subtract", BigDecimal::subtract);
        arithmetic(all, "_*_", "multiply", BigDecimal::multiply);
        comparison(all, "_<_", "less", sign -> sign < 0);
        comparison(all, "_<=_", "less_equals", sign -> sign <= 0);
        comparison(all, "_>_", "greater", sign -> sign > 0);
        comparison(all, "_>=_", "greater_equals", sign -> sign >= 0);
        equality(all, "_==_", "equals", true);
        equality(all, "_!=_", "not_equals", false);
        all.add(CelFunction.unary("-_", "negate_decimal", DECIMAL, DECIMAL, BigDecimal.class, BigDecimal::negate));
        conversions(all);
        rounding(all);
        return all;
    }

    /** The one form of a number, within bounds. */
    static BigDecimal normal(BigDecimal number) {
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new ExpressionFault("a decimal of more than " + MOST_DIGITS + " digits");
        }
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    private static void arithmetic(
            List<CelFunction> all, String name, String id, BinaryOperator<BigDecimal> operation) {
        pairs(all, name, id, DECIMAL, (a, b) -> normal(operation.apply(a, b)));
    }

    private static void comparison(List<CelFunction> all, String name, String id, IntPredicate holds) {
        pairs(all, name, id, SimpleType.BOOL, (a, b) -> holds.test(a.compareTo(b)));
    }

    /** For decimal with decimal, decimal with int, int with decimal. */
    private static void pairs(List<CelFunction> all, String name, String id, CelType result, Operation operation) {
        all.add(CelFunction.binary(
                name,
                id + "_decimal_decimal",
                result,
                List.of(DECIMAL, DECIMAL),
                BigDecimal.class,
                BigDecimal.class,
                operation::on));
        all.add(CelFunction.binary(
                name,
                id + "_decimal_int",
                result,
                List.of(DECIMAL, SimpleType.INT),
                BigDecimal.class,
                Long.class,
                (a, b) -> operation.on(a, BigDecimal.valueOf(b))));
        all.add(CelFunction.binary(
                name,
                id + "_int_decimal",
                result,
                List.of(SimpleType.INT, DECIMAL),
                Long.class,
                BigDecimal.class,
                (a, b) -> operation.on(BigDecimal.valueOf(a), b)));
    }

    /** Two decimals compare by CEL's own equality. As there, null equals only null. */
    private static void equality(List<CelFunction> all, String name, String id, boolean wanted) {
        all.add(CelFunction.binary(
                name,
                id + "_decimal_int",
                SimpleType.BOOL,
                List.of(DECIMAL, SimpleType.INT),
                Object.class,
                Object.class,
                (a, b) -> wanted == equal(a, b)));
        all.add(CelFunction.binary(
                name,
                id + "_int_decimal",
                SimpleType.BOOL,
                List.of(SimpleType.INT, DECIMAL),
                Object.class,
                Object.class,
                (a, b) -> wanted == equal(b, a)));
    }

    private static boolean equal(Object decimal, Object whole) {
        return decimal instanceof BigDecimal a && whole instanceof Long b
                ? a.compareTo(BigDecimal.valueOf(b)) == 0
                : decimal.equals(whole);
    }

    private static void conversions(List<CelFunction> all) {
        all.add(CelFunction.unary(
                "decimal",
                "decimal_int",
                DECIMAL,
                SimpleType.INT,
                Long.class,
                whole -> normal(BigDecimal.valueOf(whole))));
        all.add(CelFunction.unary(
                "decimal", "decimal_string", DECIMAL, SimpleType.STRING, String.class, DecimalFunctions::parse));
        all.add(CelFunction.binary(
                "decimal",
                "decimal_double_int",
                DECIMAL,
                List.of(SimpleType.DOUBLE, SimpleType.INT),
                Double.class,
                Long.class,
                DecimalFunctions::fromFloating));
        all.add(CelFunction.unary(
                "string", "decimal_to_string", SimpleType.STRING, DECIMAL, BigDecimal.class, CanonicalText::of));
        all.add(CelFunction.unary(
                "int", "decimal_to_int", SimpleType.INT, DECIMAL, BigDecimal.class, DecimalFunctions::exactWhole));
    }

    private static void rounding(List<CelFunction> all) {
        all.add(CelFunction.binary(
                "round",
                "round_decimal_int",
                DECIMAL,
                List.of(DECIMAL, SimpleType.INT),
                BigDecimal.class,
                Long.class,
                (number, digits) -> normal(number.setScale(scale(digits), RoundingMode.HALF_UP))));
        String id = "divide_decimal_decimal_int";
        all.add(new CelFunction(
                "divide",
                CelOverloadDecl.newGlobalOverload(id, DECIMAL, DECIMAL, DECIMAL, SimpleType.INT),
                CelFunctionBinding.from(
                        id,
                        List.of(BigDecimal.class, BigDecimal.class, Long.class),
                        arguments ->
                                divide((BigDecimal) arguments[0], (BigDecimal) arguments[1], (Long) arguments[2]))));
    }

    private static BigDecimal divide(BigDecimal number, BigDecimal by, long digits) {
        if (by.signum() == 0) {
            throw new ExpressionFault("division of " + CanonicalText.of(number) + " by zero");
        }
        return normal(number.divide(by, scale(digits), RoundingMode.HALF_UP));
    }

    private static int scale(long digits) {
        if (digits < 0 || digits > MOST_DIGITS) {
            throw new ExpressionFault(digits + " digits after the point; expected 0 to " + MOST_DIGITS);
        }
        return (int) digits;
    }

    private static BigDecimal parse(String text) {
        if (!text.matches("[+-]?\\d{1," + MOST_DIGITS + "}(\\.\\d{1," + MOST_DIGITS + "})?")) {
            throw new ExpressionFault("decimal('" + (text.length() > 40 ? text.substring(0, 40) + "..." : text)
                    + "') is not a number; expected digits such as -12.50");
        }
        return normal(new BigDecimal(text));
    }

    private static BigDecimal fromFloating(double number, long digits) {
        if (!Double.isFinite(number)) {
            throw new ExpressionFault("decimal(" + number + ") is not a number");
        }
        return normal(BigDecimal.valueOf(number).setScale(scale(digits), RoundingMode.HALF_UP));
    }

    private static long exactWhole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException notWhole) {
            throw new ExpressionFault("int(" + CanonicalText.of(number)
                    + ") is not exact: no whole number of 64 bits; round(x, 0) before it rounds");
        }
    }

    private interface Operation {
        Object on(BigDecimal a, BigDecimal b);
    }
}
