package org.dataferry.capture.drift;

import java.util.Set;
import java.util.function.Predicate;
import org.dataferry.schemas.settings.DriftPolicy;

/**
 * What holds for a table when its schema drifts.
 *
 * @param policy what people want
 * @param mapped whether the mapping reads a column; it does those of the primary key
 */
public record DriftRule(DriftPolicy policy, Predicate<String> mapped) {

    /** Of a table of which nobody has said what is read. */
    public static final DriftRule CAUTIOUS = new DriftRule(DriftPolicy.MAP, column -> true);

    /** Whether changes are held until somebody decides, as these columns are not what they were. */
    boolean holds(Set<String> touched) {
        return switch (policy) {
            case MAP -> touched.stream().anyMatch(mapped);
            case PAUSE -> true;
            case IGNORE -> false;
        };
    }
}
