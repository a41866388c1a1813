package org.dataferry.capture.snapshot;

/**
 * Writes one value of a column, as PostgreSQL sends it in binary form, in Avro binary. One is shared by all readers, so it keeps
 * nothing between two values.
 */
@FunctionalInterface
interface BinaryField {

    /** What {@link #write} answers when the value is written. */
    long WRITTEN = 0;

    /**
     * @return {@link #WRITTEN}, or the size in bytes of a value that is too large to travel; then nothing is written
     */
    long write(byte[] row, int at, int length, AvroBuffer out);

    /** Writes a value that always travels. */
    @FunctionalInterface
    interface Always {
        void write(byte[] row, int at, int length, AvroBuffer out);
    }

    static BinaryField always(Always write) {
        return (row, at, length, out) -> {
            write.write(row, at, length, out);
            return WRITTEN;
        };
    }

    static int int16(byte[] row, int at) {
        return (row[at] << 8) | (row[at + 1] & 0xFF);
    }

    static int int32(byte[] row, int at) {
        return (row[at] << 24) | ((row[at + 1] & 0xFF) << 16) | ((row[at + 2] & 0xFF) << 8) | (row[at + 3] & 0xFF);
    }

    static long int64(byte[] row, int at) {
        return ((long) int32(row, at) << 32) | (int32(row, at + 4) & 0xFFFF_FFFFL);
    }
}
