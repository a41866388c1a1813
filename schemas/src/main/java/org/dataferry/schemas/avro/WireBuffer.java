package org.dataferry.schemas.avro;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects the bytes of one record after the header of the wire format.
 *
 * <p>Each thread has one and uses it again, so that encoding a record allocates little but the record. One that a large
 * record has made large is let go.
 */
final class WireBuffer extends OutputStream {

    /** A row of a usual table; larger ones let it grow. */
    private static final int USUAL_BYTES = 2_048;

    private static final int LARGEST_KEPT_BYTES = 256 * 1_024;

    private static final ThreadLocal<WireBuffer> KEPT = ThreadLocal.withInitial(WireBuffer::new);

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    private WireBuffer() {}

    /** Begins a record of a schema; what the thread did not fetch of an earlier one is gone. */
    static WireBuffer ofThisThread(int schemaId) {
        WireBuffer buffer = KEPT.get();
        if (buffer.bytes.length > LARGEST_KEPT_BYTES) {
            buffer.bytes = new byte[USUAL_BYTES];
        }
        buffer.length = 0;
        buffer.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer.write(schemaId >>> shift);
        }
        return buffer;
    }

    @Override
    public void write(int b) {
        ensure(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.multiplyExact(bytes.length, 2)));
        }
    }
}
