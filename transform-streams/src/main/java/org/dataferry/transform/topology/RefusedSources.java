package org.dataferry.transform.topology;

import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;

/**
 * The source rows of a task that merge or make links, and were refused when they were last looked at.
 *
 * <p>Such a row is refused under an id of its own, and what it comes to later is told under that of the merged row or the link,
 * by a write which does not say whose it is where several source rows are replayed. So that a refusal ends for whoever reads
 * outcomes row by row, that the row has gone on is told under its own id too, once.
 */
final class RefusedSources {

    private static final String REFUSED = "";

    private final KeyValueStore<String, String> store;

    RefusedSources(KeyValueStore<String, String> store) {
        this.store = store;
    }

    /**
     * The source row was looked at again.
     *
     * @param row its own id
     * @param told what is said under that id; empty if it is all said under another one
     * @return what is to be said besides
     */
    Optional<Outcome> take(RowId row, Optional<Outcome> told) {
        if (told.isPresent() && told.get() instanceof Outcome.Rejected) {
            store.put(row.text(), REFUSED);
            return Optional.empty();
        }
        if (store.get(row.text()) == null) {
            return Optional.empty();
        }
        store.delete(row.text());
        return told.isPresent()
                ? Optional.empty()
                : Optional.of(new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW));
    }
}
