package org.dataferry.control.story;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of an entity somebody wants to see, a page at a time.
 *
 * @param reason of rejected rows; empty for all
 * @param waitingFor of parked rows, the record of the row that they wait for next; empty for all
 * @param after the record of the last row of the page before; empty for the first page
 */
public record RowsWanted(
        String entity, Standing standing, Optional<String> reason, Optional<UUID> waitingFor, Optional<UUID> after) {

    /** Of a row that is merged into another, what is said of that one. */
    private static final String PROCESSING = "CASE WHEN r.merged_hash IS NULL THEN r.processing"
            + " ELSE ferry.processing_of(r.processing, r.merged_hash) END";

    /** How far the rows are. */
    public enum Standing {
        REJECTED("r.error_write IS NOT NULL", true),
        PARKED("r.waiting_hash IS NOT NULL", true),
        UNPROCESSED(RowsWanted.PROCESSING + " = 'unprocessed' AND r.last_write IS NOT NULL", false),
        PROCESSED(RowsWanted.PROCESSING + " = 'processed'", false),
        SUCCESS(RowsWanted.PROCESSING + " = 'success' AND r.last_write IS NOT NULL", false);

        private final String where;
        private final boolean isIndexed;

        Standing(String where, boolean isIndexed) {
            this.where = where;
            this.isIndexed = isIndexed;
        }

        /** Every row goes through the others, and an index of them would cost each row several times: they are looked for. */
        boolean isIndexed() {
            return isIndexed;
        }

        /** As it stands in an address. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Standing> of(String word) {
            return Arrays.stream(values())
                    .filter(standing -> standing.word().equals(word))
                    .findFirst();
        }
    }

    /** All of them, whatever the page, without {@code WHERE}. */
    String where() {
        return "r.entity = ? AND " + standing.where
                + (reason.isPresent() ? " AND r.error_reason = ?" : "")
                + (waitingFor.isPresent() ? " AND r.waiting_hash = ?" : "");
    }

    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>(List.of(entity));
        reason.ifPresent(values::add);
        waitingFor.ifPresent(values::add);
        return values;
    }
}
