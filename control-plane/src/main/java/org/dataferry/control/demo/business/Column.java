package org.dataferry.control.demo.business;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of the source.
 *
 * @param attribute the column of the target that it becomes; empty for one that is left out
 * @param live whether live changes touch it
 * @param lookup whether it names another row
 */
record Column(String name, Optional<String> attribute, boolean live, boolean lookup, Maker maker) {

    /** Makes the value of one row. */
    interface Maker {
        @Nullable Object make(RowPick row);
    }

    static Column of(String name, String attribute, Maker maker) {
        return new Column(name, Optional.of(attribute), false, false, maker);
    }

    static Column live(String name, String attribute, Maker maker) {
        return new Column(name, Optional.of(attribute), true, false, maker);
    }

    static Column lookup(String name, String attribute, Table parent) {
        return new Column(name, Optional.of(attribute), false, true, row -> row.parent(parent));
    }

    static Column leftOut(String name, Maker maker) {
        return new Column(name, Optional.empty(), false, false, maker);
    }
}
