package org.dataferry.transform.mapping;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.cel.Checked;
import org.dataferry.transform.mapping.cel.Expression;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.convert.Allowance;
import org.dataferry.transform.mapping.convert.ColumnConversion;
import org.dataferry.transform.mapping.convert.Conversions;
import org.dataferry.transform.mapping.convert.Converted;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.ColumnDocument.Content;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;

/** Checks what a column is made of, and that its type fits. */
final class ColumnCompiler {

    private final MappingFile file;
    private final SourceSchema source;
    private final Expressions expressions;
    private final OptionTable options;
    private final Problems problems;

    ColumnCompiler(
            MappingFile file, SourceSchema source, Expressions expressions, OptionTable options, Problems problems) {
        this.file = file;
        this.source = source;
        this.expressions = expressions;
        this.options = options;
        this.problems = problems;
    }

    /**
     * @param path the field of the file that says what the column is made of
     * @return empty if it has a problem
     */
    Optional<ColumnStep> compile(TargetColumn column, ColumnDocument document, String path) {
        Typing typing = document.options() == null
                ? (type, input) -> Conversions.between(type, column, input)
                : (type, input) -> new OptionCompiler(file.document().entity(), source, options, problems)
                        .compile(column, document.options(), type);
        return switch (document.content()) {
            case Content.SourceColumnName(String name) -> fromColumn(column, name, typing, path);
            case Content.Constant(Value value) -> constant(column, value, path);
            case Content.Expression(String text) -> expression(column, text, typing, path);
        };
    }

    private Optional<ColumnStep> fromColumn(TargetColumn column, String name, Typing typing, String path) {
        Optional<SourceColumn> found = source.find(name);
        if (found.isEmpty()) {
            problem(
                    path,
                    "column",
                    source.name() + " has no column '" + name + "'"
                            + new NearestNames(source.columns().keySet()).hint(name));
            return Optional.empty();
        }
        SourceType type = found.get().type();
        return conversion(
                        typing.of(type, expressions.names().of(name)),
                        column,
                        "source column " + name + " is " + type.label(),
                        path,
                        "column")
                .map(conversion -> new ColumnStep.FromColumn(column.name(), name, conversion));
    }

    private Optional<ColumnStep> expression(TargetColumn column, String text, Typing typing, String path) {
        return switch (expressions.check(text)) {
            case Checked.Valid(Expression expression) ->
                conversion(
                                typing.of(expression.type(), "..."),
                                column,
                                "the expression is " + expression.type().label(),
                                path,
                                "cel")
                        .map(conversion -> new ColumnStep.FromExpression(column.name(), expression, conversion));
            case Checked.Faulty(List<Checked.Fault> faults) -> {
                faults.forEach(fault -> problem(path, "cel", fault.toString()));
                yield Optional.empty();
            }
        };
    }

    /** A constant is converted once, here, so that no row is refused for it. */
    private Optional<ColumnStep> constant(TargetColumn column, Value value, String path) {
        SourceType type = Arrays.stream(SourceType.values())
                .filter(candidate -> candidate.holds(value))
                .findFirst()
                .orElseThrow();
        if (value instanceof Value.Null && !column.required()) {
            return Optional.of(new ColumnStep.FromConstant(column.name(), value));
        }
        return conversion(
                        Conversions.between(type, column, literal(value)),
                        column,
                        "the constant is " + type.label(),
                        path,
                        "constant")
                .flatMap(conversion -> switch (conversion.convert(value)) {
                    case Converted.Taken(Value converted) ->
                        Optional.of(new ColumnStep.FromConstant(column.name(), converted));
                    case Converted.Refused refused -> {
                        problem(path, "constant", refused.detail());
                        yield Optional.empty();
                    }
                });
    }

    private Optional<ColumnConversion> conversion(
            Allowance allowance, TargetColumn column, String what, String path, String field) {
        return switch (allowance) {
            case Allowance.Allowed(ColumnConversion conversion) -> Optional.of(conversion);
            case Allowance.NotAllowed(String remedy) -> {
                problem(
                        path,
                        field,
                        what + ", " + column.name() + " is " + column.type().text() + ": " + remedy);
                yield Optional.empty();
            }
        };
    }

    private static String literal(Value value) {
        return value instanceof Value.Text text ? "'" + text.value().replace("'", "\\'") + "'" : "...";
    }

    /** What allows a type of the source, or of an expression, into the column. */
    private interface Typing {

        Allowance of(SourceType type, String input);
    }

    /** The field below exists only in the long form; the line is found either way. */
    private void problem(String path, String field, String message) {
        String longForm = path + "." + field;
        problems.add(file.problem(file.lines().containsKey(longForm) ? longForm : path, message));
    }
}
