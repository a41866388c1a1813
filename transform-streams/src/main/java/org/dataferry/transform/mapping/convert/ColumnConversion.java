package org.dataferry.transform.mapping.convert;

import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.TargetColumn;

/** Converts the values of one column of the target. Has no state and is safe for any thread. */
public final class ColumnConversion {

    private final boolean required;
    private final Conversion conversion;

    ColumnConversion(TargetColumn column, Conversion conversion) {
        this.required = column.required();
        this.conversion = conversion;
    }

    /** Absent stays absent; null is refused only where the column is required; an empty text counts as null. */
    public Converted convert(Value value) {
        return switch (value) {
            case Value.Absent absent -> Converted.taken(absent);
            case Value.Null empty -> empty(empty);
            case Value present -> present(conversion.convert(present));
        };
    }

    private Converted present(Converted converted) {
        return converted instanceof Converted.Taken(Value.Null empty) ? empty(empty) : converted;
    }

    private Converted empty(Value.Null empty) {
        return required
                ? new Converted.Refused(
                        RejectionReason.REQUIRED_VALUE_MISSING,
                        "there is no value, and Dataverse requires one; orElse(x, ...) in the mapping gives a default")
                : Converted.taken(empty);
    }
}
