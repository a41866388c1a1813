package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.error.Refusals;

/** Takes a filter apart into words, quoted literals, parentheses and commas. */
final class FilterTokens {
    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int next;

    FilterTokens(String text) {
        this.text = text;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if ("(),".indexOf(c) >= 0) {
                tokens.add(String.valueOf(c));
                i++;
            } else {
                int end = wordEnd(i);
                tokens.add(text.substring(i, end));
                i = end;
            }
        }
    }

    /** A word may hold a quoted part, as {@code Some.Enum'Value'} does. */
    private int wordEnd(int start) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && (Character.isWhitespace(c) || "(),".indexOf(c) >= 0)) {
                return i;
            }
        }
        if (quoted) {
            throw Refusals.badQuery("There is an unterminated string literal in '" + text + "'.");
        }
        return text.length();
    }

    String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    String take() {
        String token = peek();
        if (token.isEmpty()) {
            throw Refusals.badQuery("The filter '" + text + "' ends too early.");
        }
        next++;
        return token;
    }

    void expect(String token) {
        String found = peek();
        if (!found.equals(token)) {
            throw Refusals.badQuery(
                    "Syntax error in the filter '" + text + "': '" + token + "' expected, not '" + found + "'.");
        }
        next++;
    }

    boolean takeIf(String token) {
        boolean found = peek().equals(token);
        if (found) {
            next++;
        }
        return found;
    }

    void expectEnd() {
        if (next < tokens.size()) {
            throw Refusals.badQuery("Syntax error in the filter '" + text + "': nothing expected at '" + peek() + "'.");
        }
    }
}
