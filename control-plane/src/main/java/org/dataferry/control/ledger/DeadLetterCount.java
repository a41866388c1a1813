package org.dataferry.control.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;

/**
 * Dead letters and what became of them. A decision may be read before the letter that it is of. Takes about 500 bytes for each that is
 * open.
 */
final class DeadLetterCount {

    private final NavigableMap<DeadLetterId, OpenLetter> open = new TreeMap<>();
    private final Map<DeadLetterId, DeadLetterEvent> closed = new HashMap<>();
    private long discarded;

    void buried(OpenLetter letter) {
        DeadLetterEvent decision = closed.get(letter.id());
        if (decision == null) {
            open.put(letter.id(), letter);
        } else {
            close(decision);
        }
    }

    void decided(DeadLetterEvent decision) {
        for (DeadLetterId letter : decision.letters()) {
            if (closed.putIfAbsent(letter, decision) == null && open.remove(letter) != null) {
                close(decision);
            }
        }
    }

    private void close(DeadLetterEvent decision) {
        discarded += switch (decision) {
            case DeadLetterEvent.Discarded ignored -> 1;
            case DeadLetterEvent.Replayed ignored -> 0;
        };
    }

    /** Those that somebody has to look at. */
    long open() {
        return open.size();
    }

    /** Some of those, by their ids. */
    List<OpenLetter> some() {
        return open.values().stream().limit(OpenLetter.MOST).toList();
    }

    long discarded() {
        return discarded;
    }
}
