package org.dataferry.transform.mapping.cel;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.SourceType;
import org.jspecify.annotations.Nullable;

/**
 * A checked expression. Has no state and is safe for any thread.
 *
 * <p>Null and absent: if a column that it names is absent, the result is absent, whichever way the expression would have
 * gone. An operation on null fails the row; only {@code ==}, {@code !=}, {@code orElse} and the branches of a
 * conditional take it.
 */
public final class Expression {

    private final CelRuntime.Program program;
    private final SourceType type;
    private final List<Input> inputs;

    Expression(CelRuntime.Program program, SourceType type, List<Input> inputs) {
        this.program = program;
        this.type = type;
        this.inputs = List.copyOf(inputs);
    }

    /** What its results are. */
    public SourceType type() {
        return type;
    }

    /** The columns of the source that it names. */
    public List<String> columns() {
        return inputs.stream().map(Input::column).toList();
    }

    /** Never throws for what the row holds. */
    public Evaluated evaluate(SourceRow row) {
        Map<String, Value> values = HashMap.newHashMap(inputs.size());
        for (Input input : inputs) {
            Value value = row.get(input.column());
            if (value instanceof Value.Absent) {
                return new Evaluated.Result(Value.ABSENT);
            }
            if (!input.type().holds(value)) {
                return new Evaluated.Failed("source column " + input.column() + " holds a "
                        + value.getClass().getSimpleName() + " where the source's catalogue says "
                        + input.type().label());
            }
            values.put(input.name(), value);
        }
        return evaluate(values);
    }

    private Evaluated evaluate(Map<String, Value> values) {
        Map<String, Object> variables = HashMap.newHashMap(values.size());
        try {
            values.forEach((name, value) -> variables.put(name, CelValues.of(value)));
            return new Evaluated.Result(CelValues.from(program.eval(variables)));
        } catch (CelEvaluationException | RuntimeException failed) {
            return new Evaluated.Failed(message(failed, variables));
        }
    }

    private static String message(Exception failed, Map<String, Object> variables) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExpressionFault fault) {
                return fault.getMessage();
            }
        }
        String message = String.valueOf(failed.getMessage()).replaceFirst("^evaluation error( at [^ ]*)?: ", "");
        String nulls = firstNull(variables);
        return nulls != null && message.contains("No matching overload")
                ? nulls + " is null here, and an operation on null refuses the row; use orElse(" + nulls + ", ...) or "
                        + nulls + " == null ? ... : ..."
                : message;
    }

    private static @Nullable String firstNull(Map<String, Object> variables) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getValue() instanceof NullValue)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /** A column that the expression names. */
    record Input(String name, String column, SourceType type) {}
}
