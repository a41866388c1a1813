package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/** What is known of all rows of the migration, those of other tasks too. */
public interface Identities {

    Optional<Identity> get(RowId row);
}
