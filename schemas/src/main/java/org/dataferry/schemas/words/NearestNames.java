package org.dataferry.schemas.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The known names that are most like an unknown one. */
public final class NearestNames {

    /** More would hide the right one. */
    private static final int MOST = 3;

    /** So many are listed when none is near. */
    private static final int FEW = 12;

    private final Collection<String> known;

    public NearestNames(Collection<String> known) {
        this.known = known;
    }

    /** What a misspelt name was most likely meant to be; empty if more than a third of the letters would have to change. */
    public Optional<String> meant(String misspelt) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(misspelt, name)))
                .filter(name -> distance(misspelt, name) <= Math.max(1, name.length() / 3));
    }

    /** A sentence's end: {@code "; the nearest are a, b"}, or all of a few names when none is near. */
    public String hint(String unknown) {
        if (known.isEmpty()) {
            return "";
        }
        List<String> near = near(unknown);
        if (near.isEmpty()) {
            return known.size() > FEW ? "" : "; there are " + String.join(", ", known);
        }
        return "; the nearest " + (near.size() == 1 ? "is " : "are ") + String.join(", ", near);
    }

    private List<String> near(String unknown) {
        int most = Math.max(2, unknown.length() / 2);
        return known.stream()
                .filter(name -> distance(name, unknown) <= most || name.contains(unknown) || unknown.contains(name))
                .sorted(Comparator.comparingInt((String name) -> distance(name, unknown))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
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
