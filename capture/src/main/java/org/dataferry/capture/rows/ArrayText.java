package org.dataferry.capture.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dataferry.schemas.value.Value;

/** Arrays as PostgreSQL writes them: {@code {1,NULL,"a,b"}}, with braces within braces for more dimensions. */
final class ArrayText {

    private static final char ESCAPE = '\\';
    private static final char QUOTE = '"';

    private final String text;
    private final Function<String, Value> element;
    private int at;

    private ArrayText(String text, Function<String, Value> element) {
        this.text = text;
        this.element = element;
        // An array that does not begin at 1 says so before an equals sign.
        this.at = text.startsWith("[") ? text.indexOf('=') + 1 : 0;
    }

    static Value read(String text, Function<String, Value> element) {
        return new ArrayText(text, element).list();
    }

    private Value list() {
        at++;
        List<Value> values = new ArrayList<>();
        while (text.charAt(at) != '}') {
            values.add(text.charAt(at) == '{' ? list() : one());
            if (text.charAt(at) == ',') {
                at++;
            }
        }
        at++;
        return new Value.Many(values);
    }

    private Value one() {
        boolean quoted = text.charAt(at) == QUOTE;
        StringBuilder content = new StringBuilder();
        if (quoted) {
            at++;
        }
        for (char c = text.charAt(at); quoted ? c != QUOTE : c != ',' && c != '}'; c = text.charAt(at)) {
            if (c == ESCAPE) {
                at++;
            }
            content.append(text.charAt(at++));
        }
        if (quoted) {
            at++;
        }
        String value = content.toString();
        return !quoted && value.equals("NULL") ? Value.NULL : element.apply(value);
    }
}
