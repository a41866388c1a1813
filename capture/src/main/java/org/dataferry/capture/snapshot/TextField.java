package org.dataferry.capture.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.convert.RowForm;
import org.dataferry.capture.engine.TableForm;
import org.jspecify.annotations.Nullable;

/**
 * A value of any type by way of its text: what Debezium makes of the text in the change log, then what conversion makes of
 * that. Right for every type that can be captured, and slow beside reading the binary form.
 */
final class TextField implements BinaryField {

    private final String place;
    private final TableForm.Column source;
    private final RowForm.Column target;
    private final GenericDatumWriter<Object> writer;
    private final int carriedBytes;

    /** @param place table and column, for messages */
    TextField(String place, TableForm.Column source, RowForm.Column target, int carriedBytes) {
        this.place = place;
        this.source = source;
        this.target = target;
        this.writer = new GenericDatumWriter<>(target.value());
        this.carriedBytes = carriedBytes;
    }

    @Override
    public long write(byte[] row, int at, int length, AvroBuffer out) {
        return write(new String(row, at, length, UTF_8), out);
    }

    long write(String text, AvroBuffer out) {
        try {
            Object value = source.fromText().apply(text);
            long size = size(value);
            if (!target.inKey() && size > carriedBytes) {
                return size;
            }
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(target.convert(value), encoder);
            encoder.flush();
            return WRITTEN;
        } catch (IOException | RuntimeException unfit) {
            throw new CaptureException(
                    "the value '" + shortened(text) + "' of " + place
                            + " has no form in the change log, such as a numeric" + " NaN or infinity ("
                            + unfit.getMessage() + "): put another in its place at the source",
                    unfit);
        }
    }

    /** What Debezium makes of a text. */
    @Nullable Object converted(String text) {
        return source.fromText().apply(text);
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case ByteBuffer buffer -> buffer.remaining();
            case byte[] array -> array.length;
            case null, default -> 0;
        };
    }

    private static String shortened(String text) {
        int most = 60;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
