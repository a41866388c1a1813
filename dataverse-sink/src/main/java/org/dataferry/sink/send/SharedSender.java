package org.dataferry.sink.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the batches out between application users, whose limits are each their own: a batch goes to the one with most room.
 * A user that is shut out, or refuses rows for a privilege that another one has, is set aside for a while, and its work moves
 * over. Where all are shut out, nothing is sent but a batch now and then, until one is let in again. Safe for threads.
 */
public final class SharedSender implements RowSender {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSender.class);

    /** Then it is tried again: roles are mended by people. */
    private static final Duration ASIDE = Duration.ofMinutes(5);

    /** How long a batch waits here for somebody to be let in; short, so that a process that is to stop does. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /**
     * @param user for messages
     * @param concurrency how many batches it may have under way, as it is at the time
     */
    public record Member(String user, RowSender sender, IntSupplier concurrency) {}

    private final class Place {
        private final Member member;
        private final Admission admission = new Admission();
        private int underWay;
        private Instant asideUntil = Instant.MIN;
        private boolean allotted = true;

        private Place(Member member) {
            this.member = member;
        }

        /** Whether somebody will be let in again is found out by one batch. */
        private int concurrency() {
            return admission.isOpen() ? member.concurrency().getAsInt() : 1;
        }

        private int room() {
            return concurrency() - underWay;
        }

        private boolean isTried() {
            return !admission.isOpen() && underWay > 0;
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

    /** It is known before its first batch that a user is shut out. */
    public synchronized void refused(String user, String why) {
        Instant now = clock.instant();
        places.stream().filter(place -> place.member.user().equals(user)).forEach(place -> refused(place, why, now));
    }

    /** How many batches may be under way. */
    public synchronized int concurrency() {
        return Math.max(
                1,
                places.stream()
                        .filter(this::usable)
                        .mapToInt(Place::concurrency)
                        .sum());
    }

    /** Why nothing goes out; empty while a user of this process is let in. */
    public synchronized Optional<String> shutOut() {
        List<Place> own = left(Set.of());
        return own.stream().anyMatch(place -> place.admission.isOpen())
                ? Optional.empty()
                : Optional.of(own.stream()
                        .map(place -> place.member.user() + ": " + place.admission.reason())
                        .collect(Collectors.joining("; ")));
    }

    @Override
    public List<RowResult> send(Batch batch) throws InterruptedException {
        return send(batch, new HashSet<>(), false);
    }

    /**
     * @param tried users that were shut out from this very batch, or lack a privilege for it
     * @param inDoubt whether one was shut out from it, which may have done a part before
     */
    private List<RowResult> send(Batch batch, Set<Place> tried, boolean inDoubt) throws InterruptedException {
        Instant begun = clock.instant();
        Optional<Place> entered = enter(tried, begun);
        if (entered.isEmpty()) {
            return inDoubt ? all(batch, new RowResult.Lost(nobody())) : waited(batch);
        }
        Place place = entered.get();
        List<RowResult> results;
        try {
            results = place.member.sender().send(batch);
        } catch (UserShutOutException | TokenRefusedException shutOut) {
            tried.add(place);
            refused(place, String.valueOf(shutOut.getMessage()), begun);
            return send(batch, tried, true);
        } finally {
            leave(place);
        }
        granted(place);
        return withPrivileges(batch, place, results, tried, inDoubt);
    }

    /** Nothing is sent before the time has come to try one again. */
    private List<RowResult> waited(Batch batch) {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException cutOff) {
            // Nothing was sent, so nothing is in doubt.
            Thread.currentThread().interrupt();
        }
        return all(batch, new RowResult.Later(nobody()));
    }

    private static List<RowResult> all(Batch batch, RowResult result) {
        return Collections.nCopies(batch.rows().size(), result);
    }

    private String nobody() {
        return shutOut()
                .map(why -> "Dataverse lets no application user in, " + why)
                .orElse("those application users are shut out that could be tried");
    }

    /**
     * What one user lacks a privilege for is sent by the next. If none has it, it is refused as the first one said; so it is
     * where the others have been shut out for so long that they are hardly waited for.
     */
    private List<RowResult> withPrivileges(
            Batch batch, Place place, List<RowResult> results, Set<Place> tried, boolean inDoubt)
            throws InterruptedException {
        tried.add(place);
        List<Integer> lacking = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof RowResult.Refused(RejectionReason reason, String detail)
                    && reason == RejectionReason.PERMISSION_MISSING) {
                lacking.add(i);
            }
        }
        // What another may have done is not refused; whose turn it is then is told by the next try.
        if (lacking.isEmpty() || (!inDoubt && isHopeless(tried))) {
            return results;
        }
        List<RowTask> rows = lacking.stream().map(batch.rows()::get).toList();
        List<RowResult> others = send(new Batch(batch.entity(), batch.action(), rows), tried, inDoubt);
        List<RowResult> all = new ArrayList<>(results);
        boolean helped = false;
        for (int i = 0; i < rows.size(); i++) {
            boolean refused = others.get(i) instanceof RowResult.Refused(RejectionReason reason, String detail)
                    && reason == RejectionReason.PERMISSION_MISSING;
            helped |= !refused
                    && !(others.get(i) instanceof RowResult.Lost)
                    && !(others.get(i) instanceof RowResult.Later);
            if (!refused) {
                all.set(lacking.get(i), others.get(i));
            }
        }
        if (helped) {
            setAside(place, "it lacks a privilege for " + batch.entity() + " that another user has");
        }
        return all;
    }

    private synchronized Optional<Place> enter(Set<Place> tried, Instant now) {
        List<Place> left = left(tried).stream()
                .filter(place -> place.admission.mayTry(now) && !place.isTried())
                .toList();
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

    /** Whether nobody is left that may do it, soon or at all. */
    private synchronized boolean isHopeless(Set<Place> tried) {
        Instant now = clock.instant();
        return left(tried).stream().allMatch(place -> place.admission.isLongest() && !place.admission.mayTry(now));
    }

    private synchronized void leave(Place place) {
        place.underWay--;
    }

    private synchronized void refused(Place place, String why, Instant begun) {
        if (!place.admission.refused(why, begun, clock.instant())) {
            return;
        }
        LOG.warn(
                "An application user is shut out user={} nextTry={} reason={}",
                place.member.user(),
                place.admission.nextTry(),
                why);
    }

    private synchronized void granted(Place place) {
        if (!place.admission.isOpen()) {
            place.admission.granted();
            LOG.info("An application user is let in again user={}", place.member.user());
        }
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
        Instant now = clock.instant();
        return place.allotted && place.admission.mayTry(now) && !now.isBefore(place.asideUntil);
    }
}
