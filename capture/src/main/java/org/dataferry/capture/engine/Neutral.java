package org.dataferry.capture.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand where the log tells nothing and the schema wants something, as Debezium makes them up too; conversion
 * leaves them out.
 */
final class Neutral {

    private Neutral() {}

    static @Nullable Object of(Schema schema) {
        if (schema.isOptional()) {
            return null;
        }
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new BigDecimal(
                    BigInteger.ZERO, Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
        }
        return switch (schema.type()) {
            case INT8 -> (byte) 0;
            case INT16 -> (short) 0;
            case INT32 -> 0;
            case INT64 -> 0L;
            case FLOAT32 -> 0f;
            case FLOAT64 -> 0d;
            case BOOLEAN -> false;
            case STRING -> "";
            case BYTES -> new byte[0];
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case STRUCT -> struct(schema);
        };
    }

    private static Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, of(field.schema()));
        }
        return struct;
    }
}
