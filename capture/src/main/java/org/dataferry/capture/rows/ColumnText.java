package org.dataferry.capture.rows;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.schemas.value.Value;

/** What PostgreSQL's text for a value means, by the type of its column. */
final class ColumnText {

    /** Before the name of an array's type, which is else that of its elements. */
    private static final String ARRAY = "_";

    private ColumnText() {}

    /** @param typeName of the column, as the driver tells it */
    static Function<String, Value> reader(SourceColumn column, String typeName) {
        if (column.type() == CanonicalType.ARRAY) {
            return array(typeName);
        }
        return column.type() == CanonicalType.BITS && column.length().orElse(0) == 1
                ? text -> bool(text, "1")
                : scalar(column.type());
    }

    /** Elements of a type of its own, such as an enum, are texts. */
    private static Function<String, Value> array(String typeName) {
        String name = typeName.replace("\"", "");
        String last = name.substring(name.lastIndexOf('.') + 1);
        CanonicalType element = CanonicalType.ofBase(last.startsWith(ARRAY) ? last.substring(ARRAY.length()) : last);
        Function<String, Value> reader = element == CanonicalType.UNSUPPORTED ? Value::text : scalar(element);
        return text -> ArrayText.read(text, reader);
    }

    private static Function<String, Value> scalar(CanonicalType type) {
        return switch (type) {
            case BOOLEAN -> text -> bool(text, "t");
            case INT16, INT32, INT64 -> text -> Value.whole(Long.parseLong(text));
            // By way of its shortest text in Java, as the envelope has it: PostgreSQL writes the tiniest with fewer
            // digits.
            case FLOAT32 -> text -> new Value.Floating(Double.parseDouble(Float.toString(Float.parseFloat(text))));
            case FLOAT64 -> text -> new Value.Floating(Double.parseDouble(text));
            case DECIMAL -> ColumnText::decimal;
            case DATE -> MomentText::date;
            case TIME -> MomentText::time;
            case TIME_WITH_ZONE -> MomentText::timeWithZone;
            case TIMESTAMP -> MomentText::timestamp;
            case INSTANT -> MomentText::instant;
            case INTERVAL -> IntervalText::read;
            case UUID_VALUE -> text -> new Value.Guid(UUID.fromString(text));
            case BYTES -> ColumnText::binary;
            case MAP -> HstoreText::read;
            case SPATIAL -> SpatialText::read;
            case JSON, XML, ENUM, TEXT -> Value::text;
            case BITS -> BitText::read;
            case VECTOR -> VectorText::read;
            case ARRAY -> throw new IllegalStateException("an array is read by its elements");
            case UNSUPPORTED -> throw new IllegalStateException("capture leaves out columns of this type");
        };
    }

    /** Hexadecimal digits, or how many bytes there are of what is too large. */
    private static Value binary(String text) {
        return text.startsWith("\\x")
                ? new Value.Bytes(HexFormat.of().parseHex(text.substring(2)))
                : new Value.Withheld(Long.parseLong(text));
    }

    private static Value bool(String text, String yes) {
        return new Value.Bool(text.equals(yes));
    }

    /** NaN and the infinities are no decimal in Java; they stay a text, and a mapping refuses them. */
    private static Value decimal(String text) {
        return Character.isLetter(text.charAt(text.length() - 1))
                ? Value.text(text)
                : new Value.Decimal(new BigDecimal(text));
    }
}
