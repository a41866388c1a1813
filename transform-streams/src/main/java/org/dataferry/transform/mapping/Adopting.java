package org.dataferry.transform.mapping;

import java.util.List;

/**
 * Which rows that the target has from others are those of source rows.
 *
 * @param by mapped columns, by logical name; a row of the target that has the same values in all of them is adopted
 * @param createsAmbiguous whether source rows become new rows of which it cannot be told which row they are; otherwise the
 *     migration does not begin
 */
public record Adopting(List<String> by, boolean createsAmbiguous) {

    public Adopting {
        by = List.copyOf(by);
    }
}
