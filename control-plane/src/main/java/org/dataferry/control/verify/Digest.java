package org.dataferry.control.verify;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** 128 bits of a cryptographic hash, or a sum of such modulo 2^128: the order of what was added does not show. */
record Digest(long high, long low) {

    static final Digest ZERO = new Digest(0, 0);

    static final int BYTES = 2 * Long.BYTES;

    static Digest read(ByteBuffer bytes) {
        return new Digest(bytes.getLong(), bytes.getLong());
    }

    ByteBuffer write(ByteBuffer bytes) {
        return bytes.putLong(high).putLong(low);
    }

    byte[] bytes() {
        return write(ByteBuffer.allocate(BYTES)).array();
    }

    Digest plus(Digest other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Digest(high + other.high + carry, sum);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
