package org.dataferry.transform.row;

import java.util.Set;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.LostPolicy;

/**
 * What the mapping says of all rows that it makes.
 *
 * @param patched lookups that a row does not wait for
 * @param named whether lookups or links may name such rows; then their removal waits
 * @param statesByCommand whether their states wait until somebody opens that phase
 */
public record RowRules(
        Set<String> patched, DeletePolicy deletePolicy, LostPolicy lostPolicy, boolean named, boolean statesByCommand) {

    /** Of links: nothing names them. */
    public static final RowRules OF_LINKS =
            new RowRules(Set.of(), DeletePolicy.DELETE, LostPolicy.REWRITE, false, false);

    public RowRules {
        patched = Set.copyOf(patched);
    }

    /** The rules by row. */
    public interface Book {
        RowRules of(RowId row);

        /** How rows are written in what people read. */
        default PlainRow plain() {
            return new PlainRow(false);
        }
    }
}
