package org.dataferry.control.verify;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/**
 * Where source and target differ, for one row or link.
 *
 * @param row empty for a row that this migration did not make
 * @param origin the source row
 * @param id in the target; empty if it is not there
 * @param fields those that differ
 * @param reason why, as far as it can be told from the row itself
 * @param log the last thing that Ferry's log has on the row, where that was asked
 */
public record Difference(
        String entity,
        Kind kind,
        Optional<RowId> row,
        Optional<Origin> origin,
        Optional<UUID> id,
        List<Field> fields,
        Optional<String> reason,
        Optional<String> log) {

    public Difference {
        fields = List.copyOf(fields);
    }

    Difference(
            String entity,
            Kind kind,
            Optional<RowId> row,
            Optional<Origin> origin,
            Optional<UUID> id,
            List<Field> fields,
            Optional<String> reason) {
        this(entity, kind, row, origin, id, fields, reason, Optional.empty());
    }

    Difference withLog(Optional<String> said) {
        return new Difference(entity, kind, row, origin, id, fields, reason, said);
    }

    /** Whether the mapping can make nothing of the source row. */
    boolean isRefused() {
        return reason.filter(why -> why.startsWith(Judgement.REFUSED)).isPresent();
    }

    /** What kind of difference it is. */
    public enum Kind {
        /** Both have the row, with different values. */
        MISMATCHED,
        /** The source wants it, the target does not have it. */
        MISSING,
        /** The target has it, the source does not want it. */
        UNEXPECTED
    }

    /** A row of the source. */
    public record Origin(SourceTable table, SourceKey key) {}

    /**
     * @param name logical name in the target
     * @param wanted canonical text of the value that the source wants; empty for null
     * @param held that of the target's
     */
    public record Field(String name, Optional<String> wanted, Optional<String> held) {}
}
