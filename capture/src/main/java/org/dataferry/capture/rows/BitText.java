package org.dataferry.capture.rows;

import org.dataferry.schemas.value.Value;

/** Bit strings: the last bit of the text is the lowest of the first byte. */
final class BitText {

    private BitText() {}

    static Value read(String text) {
        byte[] bytes = new byte[(text.length() + Byte.SIZE - 1) / Byte.SIZE];
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(text.length() - 1 - i) == '1') {
                bytes[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
            }
        }
        return new Value.Bytes(bytes);
    }
}
