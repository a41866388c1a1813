package org.dataferry.control.demo.business;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a cell is made of.
 *
 * @param number of the row in its table, from 0
 * @param pick the draws of this cell alone
 */
record RowPick(Business business, Table table, long number, Pick pick) {

    /** The row that this one names, if any. */
    Cell.@Nullable Named parent(Table parent) {
        OptionalLong named = business.parent(table, number, parent);
        return named.isPresent() ? new Cell.Named(parent, named.getAsLong()) : null;
    }
}
