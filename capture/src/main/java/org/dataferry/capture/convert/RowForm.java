package org.dataferry.capture.convert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of one version of a table, for rows that are written field by field instead of being converted. In Avro
 * binary it is {@link #head}, the columns in their order, {@link #tail}, then the list {@code absent} and the map {@code
 * withheld}.
 */
public final class RowForm {

    /** A column that is not in the key is a union with null first. */
    public record Column(String name, boolean inKey, Conversion conversion) {

        /** The Avro schema of a value that is not null. */
        public Schema value() {
            return inKey ? conversion.avro() : conversion.avro().getTypes().get(1);
        }

        /** A Connect value as Avro's. */
        public @Nullable Object convert(@Nullable Object value) {
            return conversion.convert(value);
        }
    }

    record Part(String name, @Nullable Conversion conversion) {}

    private static final int NULL = 0;
    private static final int ROW = 1;

    private final Schema key;
    private final Schema envelope;
    private final List<Column> columns;
    private final List<Part> parts;
    private final int carriedBytes;

    RowForm(Schema key, Schema envelope, List<Column> columns, List<Part> parts, int carriedBytes) {
        this.key = key;
        this.envelope = envelope;
        this.columns = List.copyOf(columns);
        this.parts = List.copyOf(parts);
        this.carriedBytes = carriedBytes;
    }

    public Schema key() {
        return key;
    }

    public Schema envelope() {
        return envelope;
    }

    public List<Column> columns() {
        return columns;
    }

    /** The largest binary value of a column that is taken over; of a larger one only its size is. */
    public int carriedBytes() {
        return carriedBytes;
    }

    /** What stands before the columns. */
    public byte[] head(Struct template) {
        int row = rowAt();
        byte[] before = encoded(parts.subList(0, row), template);
        byte[] head = java.util.Arrays.copyOf(before, before.length + 1);
        head[before.length] = ROW << 1;
        return head;
    }

    /** What stands between the columns and {@code absent}. */
    public byte[] tail(Struct template) {
        return encoded(parts.subList(rowAt() + 1, parts.size()), template);
    }

    private int rowAt() {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).name().equals(EnvelopeConversion.AFTER)) {
                return i;
            }
        }
        throw new ConversionException("the envelope has no " + EnvelopeConversion.AFTER);
    }

    private static byte[] encoded(List<Part> parts, Struct template) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            for (Part part : parts) {
                Conversion conversion = part.conversion();
                if (conversion == null) {
                    encoder.writeIndex(NULL);
                } else {
                    new GenericDatumWriter<>(conversion.avro())
                            .write(conversion.convert(template.get(part.name())), encoder);
                }
            }
            encoder.flush();
        } catch (IOException impossible) {
            throw new ConversionException("memory cannot be written", impossible);
        }
        return bytes.toByteArray();
    }
}
