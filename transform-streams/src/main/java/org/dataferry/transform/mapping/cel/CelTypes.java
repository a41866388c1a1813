package org.dataferry.transform.mapping.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import java.util.Map;
import java.util.Optional;
import org.dataferry.transform.mapping.type.SourceType;

/**
 * Our types in CEL. Text, whole, floating, bool and bytes are CEL's own in their nullable form; what CEL has no type for
 * is opaque, so that mixing it with another is refused by the checker. CEL lets any opaque value be null.
 */
final class CelTypes {

    static final CelType TEXT = NullableType.create(SimpleType.STRING);
    static final CelType WHOLE = NullableType.create(SimpleType.INT);
    static final CelType FLOATING = NullableType.create(SimpleType.DOUBLE);
    static final CelType BOOL = NullableType.create(SimpleType.BOOL);
    static final CelType BYTES = NullableType.create(SimpleType.BYTES);
    static final CelType DECIMAL = OpaqueType.create("decimal");
    static final CelType DATE = OpaqueType.create("date");
    static final CelType LOCAL_DATE_TIME = OpaqueType.create("localDateTime");
    static final CelType TIME_OF_DAY = OpaqueType.create("timeOfDay");

    private static final Map<String, SourceType> OPAQUE = Map.of(
            "decimal", SourceType.DECIMAL,
            "date", SourceType.DATE,
            "localDateTime", SourceType.LOCAL_TIMESTAMP,
            "timeOfDay", SourceType.TIME);

    private CelTypes() {}

    /** The type of a column's variable. Every column may be null, whatever the source's catalogue promises today. */
    static CelType of(SourceType type) {
        return switch (type) {
            case TEXT, UUID -> TEXT;
            case WHOLE -> WHOLE;
            case DECIMAL -> DECIMAL;
            case FLOATING -> FLOATING;
            case BOOL -> BOOL;
            case DATE -> DATE;
            case LOCAL_TIMESTAMP -> LOCAL_DATE_TIME;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case TIME -> TIME_OF_DAY;
            case BYTES -> BYTES;
            case LIST -> ListType.create(SimpleType.DYN);
        };
    }

    /** What an expression of this type gives; empty if a column cannot hold it. */
    static Optional<SourceType> of(CelType type) {
        return switch (type.kind()) {
            case STRING -> Optional.of(SourceType.TEXT);
            case INT -> Optional.of(SourceType.WHOLE);
            case DOUBLE -> Optional.of(SourceType.FLOATING);
            case BOOL -> Optional.of(SourceType.BOOL);
            case BYTES -> Optional.of(SourceType.BYTES);
            case TIMESTAMP -> Optional.of(SourceType.TIMESTAMP);
            case LIST -> Optional.of(SourceType.LIST);
            case OPAQUE -> Optional.ofNullable(OPAQUE.get(type.name()));
            default -> Optional.empty();
        };
    }
}
