package org.dataferry.capture.resnapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;

/**
 * Rows as a number for each of their columns, so that many fit into memory: 64 bits of a hash, which two values that differ
 * share about never. For one thread.
 */
final class RowDigests {

    /** Nobody knows the value; it equals nothing. */
    private static final long ABSENT = 0;

    private static final long NULL = 1;
    private static final long FIRST = 2;

    private final List<String> columns;
    private final MessageDigest hash;

    RowDigests(List<String> columns) {
        this.columns = List.copyOf(columns);
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** A column that the row does not have at all was added later, and is null in it. */
    long[] of(SourceRow row) {
        Map<String, Value> values = row.columns();
        long[] digests = new long[columns.size()];
        for (int i = 0; i < digests.length; i++) {
            digests[i] = of(values.getOrDefault(columns.get(i), Value.NULL));
        }
        return digests;
    }

    /** What is absent in an image is as in the one before. */
    static void fill(long[] image, long[] before) {
        for (int i = 0; i < image.length; i++) {
            if (image[i] == ABSENT) {
                image[i] = before[i];
            }
        }
    }

    static boolean isSame(long[] image, long[] row) {
        for (int i = 0; i < image.length; i++) {
            if (image[i] != row[i] || image[i] == ABSENT) {
                return false;
            }
        }
        return true;
    }

    private long of(Value value) {
        return switch (value) {
            case Value.Absent ignored -> ABSENT;
            case Value.Null ignored -> NULL;
            default -> {
                hash.reset();
                add(value);
                long digest = ByteBuffer.wrap(hash.digest()).getLong();
                yield digest == ABSENT || digest == NULL ? FIRST : digest;
            }
        };
    }

    /** Kind and length stand before a value, so that lists of different values never look the same. */
    private void add(Value value) {
        byte[] bytes = switch (value) {
            case Value.Bytes binary -> binary.value();
            case Value.Text(String text) -> text.getBytes(UTF_8);
            case Value.Many(List<Value> values) ->
                ByteBuffer.allocate(Integer.BYTES).putInt(values.size()).array();
            default -> value.toString().getBytes(UTF_8);
        };
        hash.update(ByteBuffer.allocate(Integer.BYTES * 2)
                .putInt(value.getClass().getSimpleName().hashCode())
                .putInt(bytes.length)
                .flip());
        hash.update(bytes);
        if (value instanceof Value.Many(List<Value> values)) {
            values.forEach(this::add);
        }
    }
}
