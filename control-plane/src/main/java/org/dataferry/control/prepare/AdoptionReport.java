package org.dataferry.control.prepare;

import java.util.List;

/**
 * What adopting comes to for one entity.
 *
 * @param by the columns that rows are known again by
 * @param adopted source rows that become updates of rows which others made
 * @param ambiguous values that several source rows have, or several rows of the target, and of which none is adopted
 * @param examples of those values, in words; {@value #MOST_EXAMPLES} at most
 * @param withoutCounterpart source rows that become new rows
 * @param createsAmbiguous whether ambiguous source rows become new rows, too; otherwise the migration does not begin
 */
public record AdoptionReport(
        String entity,
        List<String> by,
        long adopted,
        long ambiguous,
        List<String> examples,
        long withoutCounterpart,
        boolean createsAmbiguous) {

    /** Enough to see what the values have in common. */
    static final int MOST_EXAMPLES = 20;

    /** Examples in a line of text. */
    private static final int MOST_IN_TEXT = 5;

    public AdoptionReport {
        by = List.copyOf(by);
        examples = List.copyOf(examples);
    }

    /** Whether somebody has to decide before the migration begins. */
    public boolean isInTheWay() {
        return ambiguous > 0 && !createsAmbiguous;
    }

    /** In words, on one line. */
    public String describe() {
        String text = entity + ": " + adopted + " source rows are rows that the target has, by " + String.join(", ", by)
                + "; " + withoutCounterpart + " are new";
        if (ambiguous == 0) {
            return text;
        }
        List<String> shown = examples.stream().limit(MOST_IN_TEXT).toList();
        return text + "; " + ambiguous + " values are ambiguous, "
                + (createsAmbiguous ? "their source rows become new rows: " : "so the migration does not begin: ")
                + String.join("; ", shown)
                + (ambiguous > shown.size() ? "; and " + (ambiguous - shown.size()) + " more" : "");
    }
}
