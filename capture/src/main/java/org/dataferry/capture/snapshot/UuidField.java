package org.dataferry.capture.snapshot;

/** UUIDs as text with dashes; PostgreSQL sends their sixteen bytes. */
final class UuidField implements BinaryField {

    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int TEXT_LENGTH = 36;

    private final byte[] text = new byte[TEXT_LENGTH];

    @Override
    public long write(byte[] row, int at, int length, AvroBuffer out) {
        int end = 0;
        for (int i = 0; i < length; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text[end++] = '-';
            }
            text[end++] = HEX[(row[at + i] >> 4) & 0xF];
            text[end++] = HEX[row[at + i] & 0xF];
        }
        out.writeBytes(text, 0, end);
        return WRITTEN;
    }
}
