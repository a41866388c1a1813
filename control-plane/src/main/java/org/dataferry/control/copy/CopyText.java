package org.dataferry.control.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the text form of COPY (PostgreSQL, "COPY", File Formats). A NUL, which no text of PostgreSQL holds, becomes the
 * replacement character.
 */
public final class CopyText implements AutoCloseable {

    /** So that a packet of the network is full; what it holds is little. */
    private static final int FLUSH_AT = 64 * 1024;

    private final CopyIn copy;
    private final StringBuilder text = new StringBuilder();

    public CopyText(CopyIn copy) {
        this.copy = copy;
    }

    public void row(Iterator<@Nullable String> values) throws SQLException {
        while (values.hasNext()) {
            append(values.next());
            text.append(values.hasNext() ? '\t' : '\n');
        }
        if (text.length() > FLUSH_AT) {
            flush();
        }
    }

    private void append(@Nullable String value) {
        if (value == null) {
            text.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            switch (unit) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\0' -> text.append('\uFFFD');
                default -> text.append(unit);
            }
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = text.toString().getBytes(UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    /** Nothing is in the table without it. */
    public void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
