package org.dataferry.transform.row;

import java.util.List;
import org.dataferry.schemas.key.RowId;

/** The rows of a task that something waits of for a fence, found again after a restart. */
public interface FenceWaits {

    void set(RowId row, boolean waits);

    List<RowId> all();
}
