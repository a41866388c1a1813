package org.dataferry.emulator.metadata;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Equality of texts, in keys and in filters. An environment has one from its beginning on.
 *
 * <p>Source: Microsoft's page "Environment language and collation"; by default case, accents and blanks at the end make no difference.
 */
public record Collation(boolean caseMatters, boolean accentsMatter, boolean trailingBlanksMatter) {
    public static final Collation STANDARD = new Collation(false, false, false);

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /** Two texts are equal in the collation exactly if their folded forms are. */
    public String fold(String text) {
        String folded = trailingBlanksMatter ? text : text.stripTrailing();
        if (!isAscii(folded)) {
            // Composed and decomposed accents are the same in either case.
            folded = accentsMatter
                    ? Normalizer.normalize(folded, Normalizer.Form.NFC)
                    : MARKS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                            .replaceAll("");
        }
        return caseMatters ? folded : folded.toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }
}
