package org.dataferry.transform.row;

import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.state.RowState;

/** The rows of a task. */
public interface RowStates {

    /** {@link RowState#NEW} for a row that nothing is known of. */
    RowState get(RowId row);

    void put(RowId row, RowState state);
}
