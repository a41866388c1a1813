package org.dataferry.transform.mapping.type;

import org.dataferry.schemas.value.Value;

/** What a source column, or an expression over source columns, holds. */
public enum SourceType {
    TEXT("text"),
    /** Integers of up to 64 bits. */
    WHOLE("whole"),
    /** Exact decimals: numeric, money. */
    DECIMAL("decimal"),
    /** Binary floating point: real, double precision. */
    FLOATING("floating"),
    BOOL("bool"),
    DATE("date"),
    /** A date and time without zone. */
    LOCAL_TIMESTAMP("timestamp without time zone"),
    /** A point in time. */
    TIMESTAMP("timestamp with time zone"),
    TIME("time"),
    UUID("uuid"),
    BYTES("bytes"),
    LIST("list");

    private final String label;

    SourceType(String label) {
        this.label = label;
    }

    /** The name of the type in messages. */
    public String label() {
        return label;
    }

    /** True if a value is of this type. Null and absent are of every type. */
    public boolean holds(Value value) {
        return switch (value) {
            case Value.Null nothing -> true;
            case Value.Absent unknown -> true;
            case Value.Text text -> this == TEXT;
            case Value.Whole whole -> this == WHOLE;
            case Value.Decimal decimal -> this == DECIMAL;
            case Value.Floating floating -> this == FLOATING;
            case Value.Bool bool -> this == BOOL;
            case Value.Day day -> this == DATE;
            case Value.LocalMoment moment -> this == LOCAL_TIMESTAMP;
            case Value.Moment moment -> this == TIMESTAMP;
            case Value.TimeOfDay time -> this == TIME;
            case Value.Guid guid -> this == UUID;
            case Value.Bytes bytes -> this == BYTES;
            case Value.Many many -> this == LIST;
            case Value.Withheld withheld -> false;
        };
    }
}
