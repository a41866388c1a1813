package org.dataferry.capture.rows;

import java.util.Arrays;
import org.dataferry.schemas.value.Value;

/** Vectors of pgvector: {@code [1,2.5]}. A sparse one stays a text. */
final class VectorText {

    private VectorText() {}

    static Value read(String text) {
        if (!text.startsWith("[")) {
            return Value.text(text);
        }
        return new Value.Many(Arrays.stream(text.substring(1, text.length() - 1).split(","))
                .<Value>map(number -> new Value.Floating(Double.parseDouble(number)))
                .toList());
    }
}
