package org.dataferry.sink.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.sink.identity.IdentityStore;

/**
 * Outcomes, identities and before-images that wait for the next transaction, over the identities already stored.
 *
 * <p>What is asked about a row is answered with what waits here first: the next version of a row must not wait for a
 * commit.
 */
final class Results {

    private final IdentityStore store;
    private final List<RecordedOutcome> outcomes = new ArrayList<>();
    private final Map<RowId, Identity> identities = new HashMap<>();
    private final Set<RowId> rows = new HashSet<>();
    private final List<BeforeImage> beforeImages = new ArrayList<>();

    Results(IdentityStore store) {
        this.store = store;
    }

    Optional<Identity> identityOf(RowId row) {
        Identity waiting = identities.get(row);
        return waiting == null ? store.get(row) : Optional.of(waiting);
    }

    /** Whether an outcome of the row waits here: after a kill its write would be sent again. */
    boolean isUncommitted(RowId row) {
        return rows.contains(row);
    }

    void add(RecordedOutcome outcome) {
        outcomes.add(outcome);
        rows.add(outcome.write().row());
    }

    void add(RowId row, Identity identity) {
        identities.put(row, identity);
    }

    void add(BeforeImage image) {
        beforeImages.add(image);
    }

    List<BeforeImage> beforeImages() {
        return beforeImages;
    }

    List<RecordedOutcome> outcomes() {
        return outcomes;
    }

    Map<RowId, Identity> identities() {
        return identities;
    }

    boolean isEmpty() {
        return outcomes.isEmpty() && identities.isEmpty() && beforeImages.isEmpty();
    }

    /** They are in the log now. */
    void committed() {
        Map<String, Identity> stored = new HashMap<>();
        identities.forEach((row, identity) -> stored.put(row.text(), identity));
        if (!stored.isEmpty()) {
            store.putAll(stored);
        }
        outcomes.clear();
        rows.clear();
        identities.clear();
        beforeImages.clear();
    }
}
