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

/** Exact decimals. They mix with int, never with double. */
final class DecimalFunctions {

    /** In place of CEL's own, so that expressions and conversions write a floating number alike. */
    private static final String FLOATING_TO_STRING = "floating_to_string";

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
        all.add(CelFunction.unary(
                "-_",
                "negate_decimal",
                DECIMAL,
                DECIMAL,
                Exact.class,
                exact -> new Exact(exact.number().negate())));
        conversions(all);
        rounding(all);
        return all;
    }

    private static void arithmetic(
            List<CelFunction> all, String name, String id, BinaryOperator<BigDecimal> operation) {
        pairs(all, name, id, DECIMAL, (a, b) -> new Exact(operation.apply(a.number(), b.number())));
    }

    private static void comparison(List<CelFunction> all, String name, String id, IntPredicate holds) {
        pairs(all, name, id, SimpleType.BOOL, (a, b) -> holds.test(a.number().compareTo(b.number())));
    }

    /** For decimal with decimal, decimal with int, int with decimal. */
    private static void pairs(List<CelFunction> all, String name, String id, CelType result, Operation operation) {
        all.add(CelFunction.binary(
                name,
                id + "_decimal_decimal",
                result,
                List.of(DECIMAL, DECIMAL),
                Exact.class,
                Exact.class,
                operation::on));
        all.add(CelFunction.binary(
                name,
                id + "_decimal_int",
                result,
                List.of(DECIMAL, SimpleType.INT),
                Exact.class,
                Long.class,
                (a, b) -> operation.on(a, Exact.of(b))));
        all.add(CelFunction.binary(
                name,
                id + "_int_decimal",
                result,
                List.of(SimpleType.INT, DECIMAL),
                Long.class,
                Exact.class,
                (a, b) -> operation.on(Exact.of(a), b)));
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
        return decimal.equals(whole instanceof Long number ? Exact.of(number) : whole);
    }

    private static void conversions(List<CelFunction> all) {
        all.add(CelFunction.unary("decimal", "decimal_int", DECIMAL, SimpleType.INT, Long.class, Exact::of));
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
                "string",
                FLOATING_TO_STRING,
                SimpleType.STRING,
                SimpleType.DOUBLE,
                Double.class,
                DecimalFunctions::textOfFloating));
        all.add(CelFunction.unary(
                "string",
                "decimal_to_string",
                SimpleType.STRING,
                DECIMAL,
                Exact.class,
                exact -> CanonicalText.of(exact.number())));
        all.add(CelFunction.unary(
                "int", "decimal_to_int", SimpleType.INT, DECIMAL, Exact.class, DecimalFunctions::exactWhole));
    }

    private static void rounding(List<CelFunction> all) {
        all.add(CelFunction.binary(
                "round",
                "round_decimal_int",
                DECIMAL,
                List.of(DECIMAL, SimpleType.INT),
                Exact.class,
                Long.class,
                (exact, digits) -> new Exact(exact.number().setScale(scale(digits), RoundingMode.HALF_UP))));
        String id = "divide_decimal_decimal_int";
        all.add(new CelFunction(
                "divide",
                CelOverloadDecl.newGlobalOverload(id, DECIMAL, DECIMAL, DECIMAL, SimpleType.INT),
                CelFunctionBinding.from(
                        id,
                        List.of(Exact.class, Exact.class, Long.class),
                        arguments -> divide((Exact) arguments[0], (Exact) arguments[1], (Long) arguments[2]))));
    }

    private static Exact divide(Exact exact, Exact by, long digits) {
        if (by.number().signum() == 0) {
            throw new ExpressionFault("division of " + CanonicalText.of(exact.number()) + " by zero");
        }
        return new Exact(exact.number().divide(by.number(), scale(digits), RoundingMode.HALF_UP));
    }

    private static int scale(long digits) {
        if (digits < 0 || digits > Exact.MOST_DIGITS) {
            throw new ExpressionFault(digits + " digits after the point; expected 0 to " + Exact.MOST_DIGITS);
        }
        return (int) digits;
    }

    private static Exact parse(String text) {
        if (!text.matches("[+-]?\\d{1," + Exact.MOST_DIGITS + "}(\\.\\d{1," + Exact.MOST_DIGITS + "})?")) {
            throw new ExpressionFault("decimal('" + (text.length() > 40 ? text.substring(0, 40) + "..." : text)
                    + "') is not a number; expected digits such as -12.50");
        }
        return new Exact(new BigDecimal(text));
    }

    private static Exact fromFloating(double number, long digits) {
        if (!Double.isFinite(number)) {
            throw new ExpressionFault("decimal(" + number + ") is not a number");
        }
        return new Exact(BigDecimal.valueOf(number).setScale(scale(digits), RoundingMode.HALF_UP));
    }

    private static String textOfFloating(double number) {
        if (!Double.isFinite(number)) {
            throw new ExpressionFault("string(" + number + "): that is not a number");
        }
        return CanonicalText.of(number);
    }

    private static long exactWhole(Exact exact) {
        try {
            return exact.number().longValueExact();
        } catch (ArithmeticException notWhole) {
            throw new ExpressionFault("int(" + CanonicalText.of(exact.number())
                    + ") is not exact: no whole number of 64 bits; round(x, 0) before it rounds");
        }
    }

    private interface Operation {
        Object on(Exact a, Exact b);
    }
}
