package org.dataferry.emulator.message;

import java.util.ArrayList;
import java.util.List;

/** Splits a Prefer header at the commas outside of quotes. */
final class Preferences {
    private Preferences() {}

    static List<String> split(String header) {
        List<String> preferences = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean quoted = false;
        for (char c : header.toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                preferences.add(current.toString().strip());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        preferences.add(current.toString().strip());
        return preferences;
    }
}
