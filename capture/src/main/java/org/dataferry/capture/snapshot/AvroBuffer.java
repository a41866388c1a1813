package org.dataferry.capture.snapshot;

import java.io.OutputStream;
import java.util.Arrays;

/** Avro binary in memory that grows and is used again. For one thread. */
final class AvroBuffer extends OutputStream {

    private static final int INITIAL_BYTES = 4_096;

    /** Bytes of the longest number. */
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    int size() {
        return size;
    }

    /** Forgets what was written behind a place. */
    void truncate(int place) {
        size = place;
    }

    byte[] array() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /** An int or a long: zigzag, then seven bits a byte. */
    void writeNumber(long value) {
        ensure(LONGEST_NUMBER);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Four bytes, the lowest first. */
    void writeFixed32(int value) {
        ensure(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Eight bytes, the lowest first. */
    void writeFixed64(long value) {
        ensure(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Bytes or a text in UTF-8: the length, then the content. */
    void writeBytes(byte[] from, int at, int length) {
        writeNumber(length);
        write(from, at, length);
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int at, int length) {
        ensure(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }
}
