package org.dataferry.capture.convert;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One Connect schema, worked out once: the Avro schema and the way there for each value.
 *
 * @param avro the Avro schema; a union with null first where the Connect schema is optional
 * @param step what a value goes through
 */
record Conversion(Schema avro, Step step) {

    /** A Connect value to an Avro value; null to null. */
    @FunctionalInterface
    interface Step {
        @Nullable Object apply(@Nullable Object value);
    }

    @Nullable Object convert(@Nullable Object value) {
        return step.apply(value);
    }
}
