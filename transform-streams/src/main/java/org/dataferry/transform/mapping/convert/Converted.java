package org.dataferry.transform.mapping.convert;

import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;

/** What became of one value. */
public sealed interface Converted {

    record Taken(Value value) implements Converted {}

    /** The column cannot take it; the detail names the value and what is allowed, but not the column. */
    record Refused(RejectionReason reason, String detail) implements Converted {}

    static Converted taken(Value value) {
        return new Taken(value);
    }

    static Converted outOfRange(String detail) {
        return new Refused(RejectionReason.VALUE_OUT_OF_RANGE, detail);
    }

    static Converted invalid(String detail) {
        return new Refused(RejectionReason.VALUE_INVALID, detail);
    }
}
