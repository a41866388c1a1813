package org.dataferry.schemas.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The known name that a misspelt one was most likely meant to be. */
public final class NearestName {

    private NearestName() {}

    /** Empty if no name is near: more than a third of the letters would have to change. */
    public static Optional<String> to(String misspelt, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(misspelt, name)))
                .filter(name -> distance(misspelt, name) <= Math.max(1, name.length() / 3));
    }

    /** How many letters to put in, take out, change, or swap with the next one; case does not count. */
    private static int distance(String from, String to) {
        String left = from.toLowerCase(Locale.ROOT);
        String right = to.toLowerCase(Locale.ROOT);
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = IntStream.rangeClosed(0, right.length()).toArray();
        for (int i = 1; i <= left.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean isSame = left.charAt(i - 1) == right.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (isSame ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
                boolean isSwapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                if (isSwapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[right.length()];
    }
}
