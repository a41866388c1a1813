package org.dataferry.capture.rows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.value.Value;

/** Maps of hstore, {@code "a"=>"1", "b"=>NULL}; a mapping is given them as JSON. */
final class HstoreText {

    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern PAIR = Pattern.compile(QUOTED + "=>(?:" + QUOTED + "|NULL)", Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    private HstoreText() {}

    static Value read(String text) {
        ObjectNode map = JSON.createObjectNode();
        Matcher pairs = PAIR.matcher(text);
        while (pairs.find()) {
            map.put(plain(pairs.group(1)), pairs.group(2) == null ? null : plain(pairs.group(2)));
        }
        return Value.text(map.toString());
    }

    private static String plain(String quoted) {
        return ESCAPED.matcher(quoted).replaceAll("$1");
    }
}
