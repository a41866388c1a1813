package org.dataferry.control.ledger;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The writes of one entity. Counts are kept with every record that is read, so that asking for them costs nothing. */
final class WriteCount {

    private static final Set<WriteStatus> WAITING =
            EnumSet.of(WriteStatus.PARKED, WriteStatus.BOUNCED_AS_MISSING, WriteStatus.BOUNCED_AS_STILL_NAMED);

    private final Map<Fingerprint, Standing> writes = new HashMap<>();
    private final InFlight inFlight = new InFlight();
    private final long[] byStatus = new long[WriteStatus.values().length];
    private final long[] waivedByStatus = new long[WriteStatus.values().length];
    private final Waivers waivers;
    private long announced;

    /** One object for each combination and not for each write: a migration has millions. */
    private record Standing(boolean announced, WriteStatus status) {

        private static final Standing[] ALL = new Standing[2 * WriteStatus.values().length];

        static {
            for (WriteStatus status : WriteStatus.values()) {
                ALL[index(true, status)] = new Standing(true, status);
                ALL[index(false, status)] = new Standing(false, status);
            }
        }

        static Standing of(boolean announced, WriteStatus status) {
            return ALL[index(announced, status)];
        }

        private static int index(boolean announced, WriteStatus status) {
            return 2 * status.ordinal() + (announced ? 1 : 0);
        }
    }

    WriteCount(Waivers waivers) {
        this.waivers = waivers;
    }

    /** The second announcement of a write says nothing new. Whether it had an outcome already. */
    boolean announced(Fingerprint write, Announcement where) {
        Standing before = writes.get(write);
        if (before == null) {
            move(write, null, Standing.of(true, WriteStatus.IN_FLIGHT));
            inFlight.add(write, where);
        } else if (!before.announced) {
            move(write, before, Standing.of(true, before.status));
            return true;
        }
        return false;
    }

    /**
     * The last outcome of a write is the one that counts.
     *
     * @return where it was announced, if this was its first outcome
     */
    Optional<Announcement> recorded(Fingerprint write, WriteStatus status) {
        Standing before = writes.get(write);
        move(write, before, Standing.of(before != null && before.announced, status));
        return inFlight.remove(write);
    }

    /** Whether anything was heard of it. */
    boolean isKnown(Fingerprint write) {
        return writes.containsKey(write);
    }

    long announced() {
        return announced;
    }

    long unannounced() {
        return writes.size() - announced;
    }

    long of(WriteStatus status) {
        return byStatus[status.ordinal()];
    }

    /** Of those, the writes that are waived. */
    long waived(WriteStatus status) {
        return waivedByStatus[status.ordinal()];
    }

    /** The write is waived from now on, or not any more. */
    void reconsider(Fingerprint write) {
        Standing standing = writes.get(write);
        if (standing != null) {
            waivedByStatus[standing.status.ordinal()] += waivers.isWaived(write) ? 1 : -1;
        }
    }

    /** Those that wait for something that another write may bring: a parent, a row of theirs, the end of a reference. */
    Set<Fingerprint> waiting() {
        boolean any = WAITING.stream().anyMatch(status -> of(status) > 0);
        return any ? stillWaiting(writes.keySet()) : Set.of();
    }

    Set<Fingerprint> stillWaiting(Set<Fingerprint> of) {
        return of.stream()
                .filter(write -> WAITING.contains(writes.get(write).status))
                .collect(Collectors.toSet());
    }

    InFlight inFlight() {
        return inFlight;
    }

    private void move(Fingerprint write, @Nullable Standing before, Standing now) {
        boolean waived = waivers.isWaived(write);
        if (before != null) {
            count(before, waived, -1);
        }
        count(now, waived, 1);
        writes.put(write, now);
    }

    private void count(Standing standing, boolean waived, int by) {
        byStatus[standing.status.ordinal()] += by;
        waivedByStatus[standing.status.ordinal()] += waived ? by : 0;
        announced += standing.announced ? by : 0;
    }
}
