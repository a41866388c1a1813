package org.dataferry.capture.source;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a column's values are on our side, whatever name PostgreSQL has for the type. */
public enum CanonicalType {
    BOOLEAN(Boolean.class, "bool"),
    INT16(Short.class, "int2"),
    INT32(Integer.class, "int4"),
    INT64(Long.class, "int8", "oid"),
    FLOAT32(Float.class, "float4"),
    FLOAT64(Double.class, "float8"),
    DECIMAL(BigDecimal.class, "numeric", "money"),
    DATE(LocalDate.class, "date"),
    TIME(LocalTime.class, "time"),
    TIME_WITH_ZONE(OffsetTime.class, "timetz"),
    TIMESTAMP(LocalDateTime.class, "timestamp"),
    INSTANT(Instant.class, "timestamptz"),
    INTERVAL(String.class, "interval"),
    UUID_VALUE(UUID.class, "uuid"),
    BYTES(ByteBuffer.class, "bytea"),
    BITS(ByteBuffer.class, "bit", "varbit"),
    JSON(String.class, "json", "jsonb"),
    XML(String.class, "xml"),
    MAP(Map.class, "hstore"),
    VECTOR(List.class, "vector", "halfvec", "sparsevec"),
    SPATIAL(ByteBuffer.class, "point", "geometry", "geography"),
    ENUM(String.class),
    ARRAY(List.class),
    TEXT(
            String.class,
            "text",
            "varchar",
            "bpchar",
            "char",
            "name",
            "citext",
            "ltree",
            "tsvector",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange"),
    /** A type that capture leaves out: composite types, multiranges, lines, boxes and the like. */
    UNSUPPORTED(Void.class);

    private final Class<?> javaType;
    private final Set<String> typeNames;

    CanonicalType(Class<?> javaType, String... typeNames) {
        this.javaType = javaType;
        this.typeNames = Set.of(typeNames);
    }

    public Class<?> javaType() {
        return javaType;
    }

    /** By the name of one of PostgreSQL's own types that is neither an enum nor an array. */
    public static CanonicalType ofBase(String name) {
        return of("b", "", name);
    }

    /**
     * @param kind {@code pg_type.typtype}: b base, e enum, c composite, r range, m multirange
     * @param category {@code pg_type.typcategory}: A for arrays
     * @param name {@code pg_type.typname}
     */
    static CanonicalType of(String kind, String category, String name) {
        if (category.equals("A") && name.startsWith("_")) {
            return ARRAY;
        }
        if (kind.equals("e")) {
            return ENUM;
        }
        for (CanonicalType type : values()) {
            if (type.typeNames.contains(name)) {
                return type;
            }
        }
        return UNSUPPORTED;
    }
}
