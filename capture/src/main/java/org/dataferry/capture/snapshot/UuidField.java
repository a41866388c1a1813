package org.dataferry.capture.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** UUIDs as text with dashes; PostgreSQL sends their sixteen bytes. Safe for any thread. */
final class UuidField implements BinaryField {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final int TEXT_LENGTH = 36;

    @Override
    public long write(byte[] row, int at, int length, AvroBuffer out) {
        out.writeNumber(TEXT_LENGTH);
        for (int i = 0; i < length; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.write('-');
            }
            out.write(HEX[(row[at + i] >> 4) & 0xF]);
            out.write(HEX[row[at + i] & 0xF]);
        }
        return WRITTEN;
    }
}
