package org.dataferry.capture.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Works out the {@link Conversion} of Connect schemas that end up in one Avro schema. Not thread-safe; use one for each
 * Avro schema, because Avro defines a named record once and refers to it afterwards.
 *
 * <p>Each Avro type carries what Connect said of it: {@code connect.name} (the semantic type, say
 * {@code io.debezium.time.Date}), {@code connect.version}, {@code connect.parameters}; a field whose name had to change
 * carries the old one as {@code ferry.name}.
 */
final class Conversions {

    static final String CONNECT_NAME = "connect.name";
    static final String CONNECT_VERSION = "connect.version";
    static final String CONNECT_PARAMETERS = "connect.parameters";
    static final String SOURCE_NAME = "ferry.name";

    private record Named(org.apache.kafka.connect.data.Schema connect, Conversion conversion) {}

    private final String namespace;
    private final Map<String, Named> records = new HashMap<>();

    Conversions(String namespace) {
        this.namespace = namespace;
    }

    /** @param path where the schema is, for the names of records that have none, and for messages */
    Conversion of(org.apache.kafka.connect.data.Schema connect, String path) {
        Conversion required = required(connect, path);
        return connect.isOptional() ? optional(required) : strict(required, path);
    }

    Conversion required(org.apache.kafka.connect.data.Schema connect, String path) {
        return switch (connect.type()) {
            case STRUCT -> record(connect, path);
            case ARRAY -> array(connect, path);
            case MAP -> map(connect, path);
            default -> {
                Conversion scalar = Scalars.of(connect, path);
                describe(scalar.avro(), connect);
                yield scalar;
            }
        };
    }

    static Conversion optional(Conversion required) {
        Schema union = Schema.createUnion(Schema.create(Schema.Type.NULL), required.avro());
        return new Conversion(union, value -> value == null ? null : required.convert(value));
    }

    private static Conversion strict(Conversion required, String path) {
        return new Conversion(required.avro(), value -> {
            if (value == null) {
                throw new ConversionException("field " + path + " has no value, and its schema does not allow that");
            }
            return required.convert(value);
        });
    }

    private Conversion array(org.apache.kafka.connect.data.Schema connect, String path) {
        Conversion element = of(connect.valueSchema(), path + "_element");
        Schema avro = describe(Schema.createArray(element.avro()), connect);
        return new Conversion(avro, value -> {
            List<?> list = Scalars.expect(List.class, value, path);
            List<@Nullable Object> converted = new ArrayList<>(list.size());
            list.forEach(each -> converted.add(element.convert(each)));
            return converted;
        });
    }

    private Conversion map(org.apache.kafka.connect.data.Schema connect, String path) {
        Conversion element = of(connect.valueSchema(), path + "_value");
        if (connect.keySchema().type() != org.apache.kafka.connect.data.Schema.Type.STRING) {
            return entries(connect, element, path);
        }
        Schema avro = describe(Schema.createMap(element.avro()), connect);
        return new Conversion(avro, value -> {
            Map<?, ?> map = Scalars.expect(Map.class, value, path);
            Map<String, @Nullable Object> converted = LinkedHashMap.newLinkedHashMap(map.size());
            map.forEach((key, each) -> converted.put(Scalars.expect(String.class, key, path), element.convert(each)));
            return converted;
        });
    }

    /** Avro has maps from strings only; any other (sparse vectors) is a list of entries. */
    private Conversion entries(org.apache.kafka.connect.data.Schema connect, Conversion element, String path) {
        Conversion key = of(connect.keySchema(), path + "_key");
        Schema entry = Schema.createRecord(
                namespace + "." + AvroNames.encode(path + "_entry"),
                null,
                null,
                false,
                List.of(field("key", key.avro(), null), field("value", element.avro(), null)));
        Schema avro = describe(Schema.createArray(entry), connect);
        return new Conversion(avro, value -> {
            List<GenericData.Record> converted = new ArrayList<>();
            Map<?, ?> map = Scalars.expect(Map.class, value, path);
            map.forEach((k, v) -> {
                GenericData.Record each = new GenericData.Record(entry);
                each.put(0, key.convert(k));
                each.put(1, element.convert(v));
                converted.add(each);
            });
            return converted;
        });
    }

    private Conversion record(org.apache.kafka.connect.data.Schema connect, String path) {
        String fullName =
                connect.name() == null ? namespace + "." + AvroNames.encode(path) : legalFullName(connect.name());
        Named known = records.get(fullName);
        if (known != null) {
            if (!known.connect().fields().equals(connect.fields())) {
                throw new ConversionException("field " + path + " has the record type " + connect.name()
                        + ", which has other fields elsewhere in the same row");
            }
            return known.conversion();
        }
        Conversion conversion = structure(connect, fullName, path);
        records.put(fullName, new Named(connect, conversion));
        return conversion;
    }

    /** A record under a name of ours instead of Connect's. */
    Conversion named(org.apache.kafka.connect.data.Schema connect, String fullName, String path) {
        return structure(connect, fullName, path);
    }

    private Conversion structure(org.apache.kafka.connect.data.Schema connect, String fullName, String path) {
        List<Conversion> steps = new ArrayList<>();
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : connect.fields()) {
            Conversion conversion = of(field.schema(), path + "_" + field.name());
            steps.add(conversion);
            fields.add(field(field, conversion));
        }
        Schema avro = describe(Schema.createRecord(fullName, null, null, false, fields), connect);
        Field[] sources = connect.fields().toArray(Field[]::new);
        return new Conversion(avro, value -> {
            Struct struct = Scalars.expect(Struct.class, value, path);
            GenericData.Record converted = new GenericData.Record(avro);
            for (int i = 0; i < sources.length; i++) {
                converted.put(i, steps.get(i).convert(struct.get(sources[i])));
            }
            return converted;
        });
    }

    static Schema.Field field(Field field, Conversion conversion) {
        Object preset = field.schema().defaultValue();
        if (conversion.avro().isNullable()) {
            return field(field.name(), conversion.avro(), Schema.Field.NULL_DEFAULT_VALUE);
        }
        return field(field.name(), conversion.avro(), preset == null ? null : conversion.convert(preset));
    }

    /** An Avro field; the name that Avro does not accept is kept beside the one that it does. */
    static Schema.Field field(String name, Schema avro, @Nullable Object preset) {
        String legal = AvroNames.encode(name);
        Schema.Field field = new Schema.Field(legal, avro, null, preset);
        if (!legal.equals(name)) {
            field.addProp(SOURCE_NAME, name);
        }
        return field;
    }

    static Schema describe(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        if (connect.name() != null) {
            avro.addProp(CONNECT_NAME, connect.name());
        }
        if (connect.version() != null) {
            avro.addProp(CONNECT_VERSION, connect.version());
        }
        if (connect.parameters() != null && !connect.parameters().isEmpty()) {
            // Sorted: the text of a schema must not depend on the order in a map.
            avro.addProp(CONNECT_PARAMETERS, new TreeMap<>(connect.parameters()));
        }
        return avro;
    }

    private static String legalFullName(String name) {
        StringBuilder legal = new StringBuilder();
        for (String part : name.split("\\.", -1)) {
            legal.append(legal.isEmpty() ? "" : ".").append(AvroNames.encode(part));
        }
        return legal.toString();
    }
}
