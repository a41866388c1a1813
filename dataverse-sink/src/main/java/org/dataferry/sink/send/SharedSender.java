package org.dataferry.sink.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the batches out between application users, whose limits are each their own: a batch goes to the one with most room.
 * A user that is shut out, or refuses rows for a privilege that another one has, is set aside for a while, and its work moves
 * over. Safe for threads.
 */
public final class SharedSender implements RowSender {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSender.class);

    /** Then it is tried again: roles are mended by people. */
    private static final Duration ASIDE = Duration.ofMinutes(5);

    /**
     * @param user for messages
     * @param concurrency how many batches it may have under way, as it is at the time
     */
    public record Member(String user, RowSender sender, IntSupplier concurrency) {}

    private final class Place {
        private final Member member;
        private int underWay;
        private Instant asideUntil = Instant.MIN;
        private boolean allotted = true;

        private Place(Member member) {
            this.member = member;
        }

        private int room() {
            return member.concurrency().getAsInt() - underWay;
        }
    }

    private final List<Place> places;
    private final Clock clock;

    public SharedSender(List<Member> members, Clock clock) {
        this.places = members.stream().map(Place::new).toList();
        this.clock = clock;
    }

    /** The users that belong to this process from now on; what is under way by another is finished. */
    public synchronized void allot(Set<String> users) {
        places.forEach(place -> place.allotted = users.contains(place.member.user()));
    }

    /** How many batches may be under way. */
    public synchronized int concurrency() {
        return Math.max(
                1,
                places.stream()
                        .filter(this::usable)
                        .mapToInt(place -> place.member.concurrency().getAsInt())
                        .sum());
    }

    @Override
    public List<RowResult> send(Batch batch) throws InterruptedException {
        return send(batch, new HashSet<>());
    }

    /** @param tried users that were shut out from this very batch */
    private List<RowResult> send(Batch batch, Set<Place> tried) throws InterruptedException {
        Place place = enter(tried)
                .orElseThrow(() -> new SinkException(
                        "no application user is left that Dataverse accepts a batch of " + batch.entity() + " from"));
        List<RowResult> results;
        try {
            results = place.member.sender().send(batch);
        } catch (UserShutOutException | TokenRefusedException shutOut) {
            tried.add(place);
            if (left(tried).isEmpty()) {
                throw shutOut;
            }
            setAside(place, String.valueOf(shutOut.getMessage()));
            return send(batch, tried);
        } finally {
            leave(place);
        }
        return withPrivileges(batch, place, results, tried);
    }

    /** What one user lacks a privilege for is sent by the next. If none has it, it is refused as the first one said. */
    private List<RowResult> withPrivileges(Batch batch, Place place, List<RowResult> results, Set<Place> tried)
            throws InterruptedException {
        tried.add(place);
        List<Integer> lacking = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof RowResult.Refused(RejectionReason reason, String detail)
                    && reason == RejectionReason.PERMISSION_MISSING) {
                lacking.add(i);
            }
        }
        if (lacking.isEmpty() || left(tried).isEmpty()) {
            return results;
        }
        List<RowTask> rows = lacking.stream().map(batch.rows()::get).toList();
        List<RowResult> others = send(new Batch(batch.entity(), batch.action(), rows), tried);
        List<RowResult> all = new ArrayList<>(results);
        boolean helped = false;
        for (int i = 0; i < rows.size(); i++) {
            boolean refused = others.get(i) instanceof RowResult.Refused(RejectionReason reason, String detail)
                    && reason == RejectionReason.PERMISSION_MISSING;
            helped |= !refused;
            if (!refused) {
                all.set(lacking.get(i), others.get(i));
            }
        }
        if (helped) {
            setAside(place, "it lacks a privilege for " + batch.entity() + " that another user has");
        }
        return all;
    }

    private synchronized Optional<Place> enter(Set<Place> tried) {
        List<Place> left = left(tried);
        List<Place> usable = left.stream().filter(this::usable).toList();
        Optional<Place> chosen = (usable.isEmpty() ? left : usable).stream().max(Comparator.comparingInt(Place::room));
        chosen.ifPresent(place -> place.underWay++);
        return chosen;
    }

    private synchronized List<Place> left(Set<Place> tried) {
        return places.stream()
                .filter(place -> place.allotted && !tried.contains(place))
                .toList();
    }

    private synchronized void leave(Place place) {
        place.underWay--;
    }

    private synchronized void setAside(Place place, String why) {
        if (usable(place)) {
            LOG.warn(
                    "An application user is set aside, others do its work user={} for={} reason={}",
                    place.member.user(),
                    ASIDE,
                    why);
        }
        place.asideUntil = clock.instant().plus(ASIDE);
    }

    private boolean usable(Place place) {
        return place.allotted && !clock.instant().isBefore(place.asideUntil);
    }
}
