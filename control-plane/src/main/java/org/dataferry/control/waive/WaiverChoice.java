package org.dataferry.control.waive;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;

/** Which of the refused and parked writes of an entity somebody means. */
public sealed interface WaiverChoice {

    /** In the words of the command. */
    String words();

    /** @param stuck a write that is refused or parked now */
    boolean isMeant(RecordedOutcome stuck);

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
        public boolean isMeant(RecordedOutcome stuck) {
            return keys.stream().anyMatch(key -> isOf(key, stuck.write().row()));
        }

        static boolean isOf(String key, RowId row) {
            return key.equals(row.text())
                    || switch (row) {
                        case RowId.OfSource one -> isOf(key, one.key().text(), PlainKey.of(one.key()));
                        case RowId.Merged one -> isOf(key, one.matchKey().text(), PlainKey.of(one.matchKey()));
                        case RowId.Link one -> key.stripTrailing().equals(PlainKey.of(one));
                    };
        }

        private static boolean isOf(String key, String canonical, String plain) {
            return key.equals(canonical) || key.stripTrailing().equals(plain);
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
        public boolean isMeant(RecordedOutcome stuck) {
            return stuck.outcome() instanceof Outcome.Rejected(var why, var detail)
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
        public boolean isMeant(RecordedOutcome stuck) {
            return stuck.outcome() instanceof Outcome.Parked;
        }
    }
}
