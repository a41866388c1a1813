package org.dataferry.capture.dump.intake;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.capture.dump.DumpTable;

/** Splits one record of delimited text into its fields: a header, or a line that DuckDB has not taken. */
final class CsvRecord {

    /** A header is shorter, and so is a line that is worth to be looked at. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final int END = -1;

    private CsvRecord() {}

    static List<String> split(String record, DumpTable.Csv form) {
        try {
            return first(new StringReader(record), form);
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory can be read", impossible);
        }
    }

    /** The fields of the first record; none if there is nothing. Quotes that are never closed reach to the end. */
    static List<String> first(Reader text, DumpTable.Csv form) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        int pending = END;
        for (int read = 0; read < MOST_CHARACTERS; read++) {
            int c = pending == END ? text.read() : pending;
            pending = END;
            if (c == END) {
                break;
            }
            if (read == 0 && c == '\uFEFF') {
                continue;
            }
            any = true;
            if (quoted) {
                if (c == form.quote() || c == form.escape()) {
                    int next = text.read();
                    if (next == form.quote()) {
                        field.append(form.quote());
                    } else if (c == form.quote()) {
                        quoted = false;
                        pending = next;
                        if (next == END) {
                            break;
                        }
                    } else {
                        field.append((char) c);
                        pending = next;
                    }
                } else {
                    field.append((char) c);
                }
            } else if (c == form.quote() && field.isEmpty()) {
                quoted = true;
            } else if (c == form.delimiter()) {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == '\n' || c == '\r') {
                break;
            } else {
                field.append((char) c);
            }
        }
        if (any) {
            fields.add(field.toString());
        }
        return fields;
    }
}
