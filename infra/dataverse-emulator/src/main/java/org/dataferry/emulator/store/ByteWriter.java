package org.dataferry.emulator.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Bytes that grow; numbers are big-endian, so that keys sort as they should. */
final class ByteWriter {
    private byte[] bytes = new byte[256];
    private int length;

    ByteWriter put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
        return this;
    }

    ByteWriter putInt(int value) {
        return put(value >> 24).put(value >> 16).put(value >> 8).put(value);
    }

    ByteWriter putLong(long value) {
        return putInt((int) (value >> 32)).putInt((int) value);
    }

    ByteWriter putUuid(UUID id) {
        return putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    ByteWriter putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return putInt(encoded.length).putBytes(encoded);
    }

    ByteWriter putBytes(byte[] more) {
        if (length + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
