package org.dataferry.capture.source;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;

/** Characters one by one, with one to look ahead or put back, and the number of the line that they are on. */
final class LineReader {

    static final int END = -1;

    private final PushbackReader reader;
    private long line = 1;

    LineReader(Reader reader) {
        this.reader = new PushbackReader(reader, 1);
    }

    /** The line of the next character, from 1. */
    long line() {
        return line;
    }

    int read() throws IOException {
        int c = reader.read();
        if (c == '\n') {
            line++;
        }
        return c;
    }

    int peek() throws IOException {
        int c = reader.read();
        if (c != END) {
            reader.unread(c);
        }
        return c;
    }

    /** Puts back the character that was read last. */
    void unread(int c) throws IOException {
        if (c == END) {
            return;
        }
        reader.unread(c);
        if (c == '\n') {
            line--;
        }
    }

    /** What is left of the line, without its end. */
    String restOfLine() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (int c = read(); c != END && c != '\n'; c = read()) {
            rest.append((char) c);
        }
        return rest.toString().stripTrailing();
    }
}
