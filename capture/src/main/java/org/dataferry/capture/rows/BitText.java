package org.dataferry.capture.rows;

import java.util.BitSet;
import org.dataferry.schemas.value.Value;

/** Bit strings: the last bit of the text is the lowest of the first byte; bytes of zeros behind the highest are left out. */
final class BitText {

    private BitText() {}

    static Value read(String text) {
        BitSet bits = new BitSet(text.length());
        for (int i = 0; i < text.length(); i++) {
            bits.set(i, text.charAt(text.length() - 1 - i) == '1');
        }
        return new Value.Bytes(bits.toByteArray());
    }
}
