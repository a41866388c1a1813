package org.dataferry.transform.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.cel.Evaluated;
import org.dataferry.transform.mapping.cel.Expression;
import org.dataferry.transform.mapping.convert.Converted;

/** One mapping file, checked and ready for rows. */
record CompiledMapping(
        String entity, SourceTable table, String discriminator, Optional<Expression> filter, List<ColumnStep> columns)
        implements EntityMapping {

    CompiledMapping {
        columns = List.copyOf(columns);
    }

    @Override
    public MappingResult map(SourceRow row) {
        return switch (filter.map(expression -> expression.evaluate(row)).orElse(KEPT)) {
            case Evaluated.Result(Value.Bool(boolean kept)) -> kept ? mapColumns(row) : new MappingResult.Filtered();
            case Evaluated.Result(Value.Absent unknown) -> filterFailed("a column that it reads is not known");
            case Evaluated.Result(Value other) -> filterFailed("it is neither true nor false; use orElse(x, false)");
            case Evaluated.Failed(String message) -> filterFailed(message);
        };
    }

    private static final Evaluated KEPT = new Evaluated.Result(new Value.Bool(true));

    private MappingResult mapColumns(SourceRow row) {
        Map<String, Value> made = LinkedHashMap.newLinkedHashMap(columns.size());
        for (ColumnStep step : columns) {
            switch (step.make(row)) {
                case Converted.Taken(Value value) -> made.put(step.column(), value);
                case Converted.Refused(RejectionReason reason, String detail) -> {
                    return new MappingResult.Refused(reason, "column " + step.column() + ": " + detail);
                }
            }
        }
        return new MappingResult.Mapped(made);
    }

    private static MappingResult filterFailed(String detail) {
        return new MappingResult.Refused(RejectionReason.EXPRESSION_FAILED, "filter: " + detail);
    }
}
