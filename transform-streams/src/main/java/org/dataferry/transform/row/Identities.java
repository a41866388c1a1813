package org.dataferry.transform.row;

import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/** What is known of all rows of the migration, those of other tasks too. */
public interface Identities {

    Optional<Identity> get(RowId row);

    /** The source rows that are merged into a row. */
    List<RowId> membersOf(RowId.Merged row);

    /** The row that stands for this one: itself, unless it is merged. */
    default RowId standIn(RowId row) {
        return get(row).orElse(null) instanceof Identity.MergedInto(RowId into) ? into : row;
    }
}
