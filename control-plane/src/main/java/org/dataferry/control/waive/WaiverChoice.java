package org.dataferry.control.waive;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;

/** Which of the refused and parked writes of an entity somebody means. */
public sealed interface WaiverChoice {

    /** In the words of the command. */
    String words();

    /** Tells of a write that is refused or parked now whether it is meant; to be made once for many. */
    Predicate<RecordedOutcome> meant();

    /**
     * All that is refused or parked of these rows.
     *
     * @param keys as people write them, such as {@code ALFKI} or {@code 10248,42}; as in the topics; or the id of the row itself
     */
    record OfKeys(Set<String> keys) implements WaiverChoice {
        public OfKeys {
            keys = Set.copyOf(keys);
        }

        @Override
        public String words() {
            return "--key " + String.join(" --key ", new TreeSet<>(keys));
        }

        @Override
        public Predicate<RecordedOutcome> meant() {
            WaiverKeys all = new WaiverKeys(keys);
            return stuck -> !all.of(stuck.write().row()).isEmpty();
        }
    }

    /**
     * All that is refused.
     *
     * @param reason only for this one; empty for any
     */
    record Refused(Optional<RejectionReason> reason) implements WaiverChoice {
        @Override
        public String words() {
            return reason.map(one -> "--reason " + one).orElse("--all-rejected");
        }

        @Override
        public Predicate<RecordedOutcome> meant() {
            return stuck -> stuck.outcome() instanceof Outcome.Rejected(var why, var detail)
                    && reason.filter(one -> one != why).isEmpty();
        }
    }

    /** All that is parked. */
    record Parked() implements WaiverChoice {
        @Override
        public String words() {
            return "--all-parked";
        }

        @Override
        public Predicate<RecordedOutcome> meant() {
            return stuck -> stuck.outcome() instanceof Outcome.Parked;
        }
    }
}
