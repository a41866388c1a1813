package org.dataferry.transform.mapping;

import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.cel.Checked;
import org.dataferry.transform.mapping.cel.Evaluated;
import org.dataferry.transform.mapping.cel.Expression;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceType;

/** Which rows of its table a mapping takes; all where the file has no filter. */
record RowFilter(Optional<Expression> expression) {

    private static final Evaluated KEPT = new Evaluated.Result(new Value.Bool(true));

    /** What a filter says of one row. */
    sealed interface Verdict {

        record Kept() implements Verdict {}

        record LeftOut() implements Verdict {}

        record Failed(String detail) implements Verdict {}
    }

    /** Empty if the file's filter has a problem. */
    static Optional<RowFilter> compile(MappingFile file, Expressions expressions, Problems problems) {
        String text = file.document().filter();
        if (text == null) {
            return Optional.of(new RowFilter(Optional.empty()));
        }
        return switch (expressions.check(text)) {
            case Checked.Faulty(List<Checked.Fault> faults) -> {
                faults.forEach(fault -> problems.add(file.problem("filter", fault.toString())));
                yield Optional.empty();
            }
            case Checked.Valid(Expression expression) -> {
                if (expression.type() != SourceType.BOOL) {
                    problems.add(file.problem(
                            "filter",
                            "a filter is bool, this one is " + expression.type().label()));
                    yield Optional.empty();
                }
                yield Optional.of(new RowFilter(Optional.of(expression)));
            }
        };
    }

    Verdict of(SourceRow row) {
        return switch (expression.map(filter -> filter.evaluate(row)).orElse(KEPT)) {
            case Evaluated.Result(Value.Bool(boolean kept)) -> kept ? new Verdict.Kept() : new Verdict.LeftOut();
            case Evaluated.Result(Value.Absent unknown) -> failed("a column that it reads is not known");
            case Evaluated.Result(Value other) -> failed("it is neither true nor false; use orElse(x, false)");
            case Evaluated.Failed(String message) -> failed(message);
        };
    }

    private static Verdict failed(String detail) {
        return new Verdict.Failed("filter: " + detail);
    }
}
