package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.error.Refusal;
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

    /** A word may hold a quoted part, as {@code Some.Enum'Value'} does, or a list, as {@code PropertyValues=["a","b"]} does. */
    private int wordEnd(int start) {
        char quote = 0;
        int lists = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == '"' && c == '\\') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' && lists > 0) {
                if (i > start + 1 && lists == 0 && text.charAt(start) == '\'' && text.charAt(i - 1) != '\'') {
                    throw unterminated();
                }
                quote = c;
            } else if (c == '[' || c == ']') {
                lists += c == '[' ? 1 : -1;
            } else if (lists <= 0 && (Character.isWhitespace(c) || "(),".indexOf(c) >= 0)) {
                return i;
            }
        }
        if (quote != 0) {
            throw unterminated();
        }
        return text.length();
    }

    private Refusal unterminated() {
        return Refusals.badQuery(
                "There is an unterminated literal at position " + (text.length() - 1) + " in '" + text + "'.");
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

    /** Puts what remains of a word back in front. */
    void giveBack(String rest) {
        tokens.set(--next, rest);
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
