package org.dataferry.control.verify;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;

/**
 * A row or link that the target holds.
 *
 * @param row what it is the row of; empty if this migration did not make it
 * @param id in the target
 * @param fields as in {@link WantedRow.Content.Fields}, all that were asked for
 * @param whose of a row that this migration did not make, what is known of it
 */
record HeldRow(Optional<RowId> row, UUID id, Map<String, Optional<String>> fields, String whose) {

    HeldRow {
        fields = Map.copyOf(fields);
    }
}
