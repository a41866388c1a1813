package org.dataferry.transform.mapping.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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

    /** Levenshtein's distance, blind to case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
