package org.dataferry.control.preview;

import java.util.Optional;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.key.SourceTable;

/** The changes of source tables, by where they stand. */
interface ChangeLog {

    /** Empty if it is there no longer, cannot be read or is no change. */
    Optional<ChangeEvent> at(SourceTable table, int partition, long offset);
}
