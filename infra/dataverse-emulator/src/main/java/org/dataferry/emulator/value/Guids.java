package org.dataferry.emulator.value;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** GUIDs in their canonical text; braces are tolerated. */
public final class Guids {
    private static final String CANONICAL = "00000000-0000-0000-0000-000000000000";

    private Guids() {}

    public static @Nullable UUID parse(String text) {
        int start = text.startsWith("{") ? 1 : 0;
        int end = text.endsWith("}") ? text.length() - 1 : text.length();
        if (end - start != CANONICAL.length()) {
            return null;
        }
        for (int i = 0; i < CANONICAL.length(); i++) {
            char c = text.charAt(start + i);
            boolean right = CANONICAL.charAt(i) == '-' ? c == '-' : hexadecimal(c);
            if (!right) {
                return null;
            }
        }
        return UUID.fromString(text.substring(start, end));
    }

    private static boolean hexadecimal(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
