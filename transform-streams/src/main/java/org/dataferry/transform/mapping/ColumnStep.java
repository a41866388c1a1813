package org.dataferry.transform.mapping;

import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.cel.Evaluated;
import org.dataferry.transform.mapping.cel.Expression;
import org.dataferry.transform.mapping.convert.ColumnConversion;
import org.dataferry.transform.mapping.convert.Converted;

/** How one column of the target is made of a source row. */
sealed interface ColumnStep {

    /** The logical name of the target's column. */
    String column();

    Converted make(SourceRow row);

    record FromColumn(String column, String source, ColumnConversion conversion) implements ColumnStep {
        @Override
        public Converted make(SourceRow row) {
            return conversion.convert(row.get(source));
        }
    }

    /** @param value converted already */
    record FromConstant(String column, Value value) implements ColumnStep {
        @Override
        public Converted make(SourceRow row) {
            return Converted.taken(value);
        }
    }

    record FromExpression(String column, Expression expression, ColumnConversion conversion) implements ColumnStep {
        @Override
        public Converted make(SourceRow row) {
            return switch (expression.evaluate(row)) {
                case Evaluated.Result(Value value) -> conversion.convert(value);
                case Evaluated.Failed(String message) ->
                    new Converted.Refused(RejectionReason.EXPRESSION_FAILED, message);
            };
        }
    }
}
