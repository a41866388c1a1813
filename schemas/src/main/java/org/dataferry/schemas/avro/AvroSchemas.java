package org.dataferry.schemas.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads the Avro schemas that stand beside this class, and the few shapes that several codecs share. */
final class AvroSchemas {

    /** Read once: the type of its columns serves wherever columns are written. */
    static final Schema ENTITY_WRITE = load("EntityWrite");

    private AvroSchemas() {}

    static Schema load(String name) {
        try (InputStream stream = AvroSchemas.class.getResourceAsStream(name + ".avsc")) {
            if (stream == null) {
                throw new IllegalStateException("the schema " + name + ".avsc is missing from the build");
            }
            return new SchemaParser().parse(stream).mainSchema();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static GenericData.EnumSymbol symbol(Schema record, String field, Enum<?> value) {
        return new GenericData.EnumSymbol(record.getField(field).schema(), value.name());
    }

    static <E extends Enum<E>> E constant(Class<E> type, GenericRecord record, String field) {
        return Enum.valueOf(type, text(record, field));
    }

    /** A text field that must be there. */
    static String text(GenericRecord record, String field) {
        return record.get(field).toString();
    }

    static @Nullable String textOrNull(GenericRecord record, String field) {
        Object value = record.get(field);
        return value == null ? null : value.toString();
    }

    static long number(GenericRecord record, String field) {
        return ((Number) record.get(field)).longValue();
    }
}
