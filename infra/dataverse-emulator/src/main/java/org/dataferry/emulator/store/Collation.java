package org.dataferry.emulator.store;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Equality of text as SQL Server's default collation has it: case, accents and trailing blanks make no difference. */
public final class Collation {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Collation() {}

    /** Two texts are equal in the collation exactly if their folded forms are. */
    public static String fold(String text) {
        String folded = text.stripTrailing();
        if (!isAscii(folded)) {
            folded = MARKS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                    .replaceAll("");
        }
        return folded.toLowerCase(Locale.ROOT);
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
