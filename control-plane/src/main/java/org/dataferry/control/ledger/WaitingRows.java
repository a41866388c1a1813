package org.dataferry.control.ledger;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.key.RowId;

/** Of deferred and bounced writes some rows by name, so that somebody can look at one of those that wait for long. */
final class WaitingRows {

    /** By status. Deletes wait by the thousand for a moment; whoever asks is told of one. */
    static final int MOST_NAMED = 1_000;

    private final Map<WriteStatus, Map<Fingerprint, String>> named = new EnumMap<>(WriteStatus.class);

    void recorded(Fingerprint write, WriteStatus status, RowId row) {
        named.values().forEach(rows -> rows.remove(write));
        switch (status) {
            case DEFERRED_BY_PHASE, DEFERRED_BY_HEARTBEAT, BOUNCED_AS_MISSING, BOUNCED_AS_STILL_NAMED -> {
                Map<Fingerprint, String> rows = named.computeIfAbsent(status, first -> new LinkedHashMap<>());
                if (rows.size() < MOST_NAMED) {
                    rows.put(write, row.text());
                }
            }
            case IN_FLIGHT, APPLIED, ALREADY_APPLIED, SKIPPED, REJECTED, PARKED -> {}
        }
    }

    /** The id of the one that waits longest, of those that are known; empty if there is none. */
    String oneOf(WriteStatus status) {
        return named.getOrDefault(status, Map.of()).values().stream()
                .findFirst()
                .orElse("");
    }
}
