package org.dataferry.transform.mapping;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.value.Value;
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
import org.dataferry.transform.mapping.problem.NearestNames;
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
    private final Problems problems;

    ColumnCompiler(MappingFile file, SourceSchema source, Expressions expressions, Problems problems) {
        this.file = file;
        this.source = source;
        this.expressions = expressions;
        this.problems = problems;
    }

    /**
     * @param path the field of the file that says what the column is made of
     * @return empty if it has a problem
     */
    Optional<ColumnStep> compile(TargetColumn column, ColumnDocument document, String path) {
        return switch (document.content()) {
            case Content.SourceColumnName(String name) -> fromColumn(column, name, path);
            case Content.Constant(Value value) -> constant(column, value, path);
            case Content.Expression(String text) -> expression(column, text, path);
        };
    }

    private Optional<ColumnStep> fromColumn(TargetColumn column, String name, String path) {
        Optional<SourceColumn> found = source.find(name);
        if (found.isEmpty()) {
            problem(
                    path,
                    "column",
                    source.table().qualified() + " has no column '" + name + "'"
                            + new NearestNames(source.columns().keySet()).hint(name));
            return Optional.empty();
        }
        return conversion(
                        column,
                        found.get().type(),
                        "source column " + name,
                        expressions.names().of(name),
                        path,
                        "column")
                .map(conversion -> new ColumnStep.FromColumn(column.name(), name, conversion));
    }

    private Optional<ColumnStep> expression(TargetColumn column, String text, String path) {
        return switch (expressions.check(text)) {
            case Checked.Valid(Expression expression) ->
                conversion(column, expression.type(), "the expression", "...", path, "cel")
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
        return conversion(column, type, "the constant", literal(value), path, "constant")
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
            TargetColumn column, SourceType from, String what, String input, String path, String field) {
        return switch (Conversions.between(from, column, input)) {
            case Allowance.Allowed(ColumnConversion conversion) -> Optional.of(conversion);
            case Allowance.NotAllowed(String remedy) -> {
                problem(
                        path,
                        field,
                        what + " is " + from.label() + ", " + column.name() + " is "
                                + column.type().text() + ": " + remedy);
                yield Optional.empty();
            }
        };
    }

    private static String literal(Value value) {
        return value instanceof Value.Text text ? "'" + text.value().replace("'", "\\'") + "'" : "...";
    }

    /** The field below exists only in the long form; the line is found either way. */
    private void problem(String path, String field, String message) {
        String longForm = path + "." + field;
        problems.add(file.problem(file.lines().containsKey(longForm) ? longForm : path, message));
    }
}
