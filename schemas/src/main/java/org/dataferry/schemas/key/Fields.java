package org.dataferry.schemas.key;

import java.util.ArrayList;
import java.util.List;

/** Ids as one text: their fields, escaped, with a blank between them. */
public final class Fields {

    private Fields() {}

    public static String join(String... fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                text.append(Escaping.FIELD_SEPARATOR);
            }
            text.append(Escaping.escape(fields[i]));
        }
        return text.toString();
    }

    /**
     * Reads back what {@link #join} wrote.
     *
     * @param count how many fields there must be
     * @param what names the text in an error, such as "change id"
     */
    public static List<String> split(String text, int count, String what) {
        String[] escaped = text.split(String.valueOf(Escaping.FIELD_SEPARATOR), -1);
        if (escaped.length != count) {
            throw new KeyFormatException(
                    "'" + text + "' is not a " + what + ": it has " + escaped.length + " fields, not " + count);
        }
        List<String> fields = new ArrayList<>(count);
        for (String field : escaped) {
            fields.add(Escaping.unescape(field));
        }
        return fields;
    }
}
