package org.dataferry.transform.row;

import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/** Where what is decided of rows goes, all of one decision in one transaction. */
public interface RowOutlet {

    /** Announces writes of a row that no change caused. */
    void announce(RowId row, FanOut.Reannounced fanOut);

    void send(EntityWrite write);

    void record(WriteId write, Outcome outcome);

    /** Says why there is no such row in the target. */
    void identify(RowId row, Identity identity);
}
