package org.dataferry.capture.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether we are inside the SQL body of a function or procedure ({@code BEGIN ATOMIC … END}), where semicolons end nothing.
 * Like psql, it looks at the first words of the statement and counts BEGIN and CASE against END.
 */
final class SqlBody {

    /** CREATE OR REPLACE FUNCTION: three words before the kind. */
    private static final int WORDS_TO_KIND = 4;

    private final List<String> firstWords = new ArrayList<>();
    private int depth = 0;

    void reset() {
        firstWords.clear();
        depth = 0;
    }

    boolean open() {
        return depth > 0;
    }

    void word(String word, int parentheses) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (firstWords.size() < WORDS_TO_KIND) {
            firstWords.add(upper);
        }
        if (parentheses > 0 || !makesRoutine()) {
            return;
        }
        switch (upper) {
            case "BEGIN" -> depth++;
            case "CASE" -> depth += depth > 0 ? 1 : 0;
            case "END" -> depth -= depth > 0 ? 1 : 0;
            default -> {}
        }
    }

    private boolean makesRoutine() {
        return firstWords.getFirst().equals("CREATE")
                && (firstWords.contains("FUNCTION") || firstWords.contains("PROCEDURE"));
    }
}
