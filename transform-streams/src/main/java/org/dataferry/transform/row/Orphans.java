package org.dataferry.transform.row;

import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;

/** The outcome of what names a row that nobody has heard of. */
final class Orphans {

    private Orphans() {}

    static Outcome.Rejected rejected(RowId missing, PlainRow rows) {
        return new Outcome.Rejected(
                RejectionReason.ORPHAN,
                "names " + rows.text(missing) + ", which the source does not have, or did not send yet");
    }
}
