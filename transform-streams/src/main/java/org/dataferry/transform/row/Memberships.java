package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/** What a task last said of each of its source rows that merge: into which row, or that it cannot be mapped. */
public interface Memberships {

    Optional<Identity> get(RowId.OfSource member);

    void put(RowId.OfSource member, Identity said);

    void remove(RowId.OfSource member);
}
