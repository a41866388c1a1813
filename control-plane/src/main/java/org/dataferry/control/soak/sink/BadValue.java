package org.dataferry.control.soak.sink;

import java.util.Optional;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;

/** What the target refuses for good, whatever else goes wrong. */
enum BadValue {
    TOO_LONG(SoakTables.NAME, RejectionReason.VALUE_TOO_LONG),
    OUT_OF_RANGE(SoakTables.COUNT, RejectionReason.VALUE_OUT_OF_RANGE),
    /** A plug-in that refuses a value: {@link Episodes#PLUG_IN} is in force all the time. */
    PLUG_IN(SoakTables.NOTE, RejectionReason.CUSTOM_LOGIC_FAILED),
    /** The business key of another row. */
    DUPLICATE(SoakTables.NUMBER, RejectionReason.DUPLICATE_VALUE),
    /** One that belongs to the other state. */
    STATUS("statuscode", RejectionReason.STATE_INVALID);

    static final String PLUGGED = "refused by a plug-in";

    private final String column;
    private final RejectionReason reason;

    BadValue(String column, RejectionReason reason) {
        this.column = column;
        this.reason = reason;
    }

    String column() {
        return column;
    }

    RejectionReason reason() {
        return reason;
    }

    /** @param other whose business key is taken */
    ModelRow.Image in(ModelRow.Image image, Optional<ModelRow> other) {
        return switch (this) {
            case TOO_LONG -> image.with(column, Value.text("x".repeat(SoakTables.LONGEST_NAME + 1)));
            case OUT_OF_RANGE -> image.with(column, Value.whole(SoakTables.HIGHEST_COUNT + 1));
            case PLUG_IN -> image.with(column, Value.text(PLUGGED));
            case DUPLICATE ->
                image.with(column, Value.text("n" + other.orElseThrow().number()));
            case STATUS -> throw new IllegalStateException("a status is no part of an image");
        };
    }
}
