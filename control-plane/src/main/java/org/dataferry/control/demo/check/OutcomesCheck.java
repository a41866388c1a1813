package org.dataferry.control.demo.check;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.demo.business.Course;
import org.dataferry.control.demo.business.Dirt;
import org.dataferry.control.demo.business.Standing;
import org.dataferry.control.demo.business.Table;
import org.dataferry.schemas.outcome.Outcome;

/** Compares what was rejected or waits with what has to be: exactly the dirty rows, each for the right reason. */
final class OutcomesCheck {

    private final Course course;
    private final RefusedRows refused;
    private final Findings findings;
    private final Map<Dirt, Tally> rejected = new EnumMap<>(Dirt.class);
    private final Tally parked = new Tally();

    /** How many there have to be, and how many of those there are. */
    static final class Tally {
        private long expected;
        private long found;

        private void add(boolean isFound) {
            expected++;
            found += isFound ? 1 : 0;
        }

        long expected() {
            return expected;
        }

        long found() {
            return found;
        }
    }

    OutcomesCheck(Course course, RefusedRows refused, Findings findings) {
        this.course = course;
        this.refused = refused;
        this.findings = findings;
        for (Dirt dirt : Dirt.values()) {
            rejected.put(dirt, new Tally());
        }
    }

    OutcomesCheck check() {
        for (Table table : Table.values()) {
            for (long number = 0; number < course.end(table); number++) {
                check(new Place(table, false, number), course.standing(table, number));
            }
        }
        for (long pairing = 0; pairing < course.end(Table.PROVIDER_ACCOUNTS); pairing++) {
            Place place = new Place(Table.PROVIDER_ACCOUNTS, true, pairing);
            course.link(pairing).ifPresentOrElse(standing -> check(place, standing), () -> requireNothing(place));
        }
        for (Place place : refused.places()) {
            if (place.number() < 0 || place.number() >= course.end(place.table())) {
                findings.add(place.record(), "", "no such row", said(refused.of(place)));
            }
        }
        return this;
    }

    Map<Dirt, Tally> rejected() {
        return rejected;
    }

    Tally parked() {
        return parked;
    }

    private void check(Place place, Standing standing) {
        switch (standing) {
            case Standing.Present(int revision, Optional<Dirt> dirt) -> {
                if (dirt.isPresent()) {
                    require(place, dirt.get());
                } else {
                    requireNothing(place);
                }
            }
            case Standing.Refused(Dirt dirt) -> require(place, dirt);
            case Standing.Parked ignored -> {
                boolean isParked = refused.of(place)
                        .filter(Outcome.Parked.class::isInstance)
                        .isPresent();
                parked.add(isParked);
                if (!isParked) {
                    findings.add(
                            place.record(), "", "parked, as a row that it names is not there", said(refused.of(place)));
                }
            }
            case Standing.OneOfTwo(long other) -> {
                // Each pair is looked at once, from its first row.
                if (place.number() < other) {
                    requireOneOf(place, new Place(place.table(), place.link(), other));
                }
            }
            case Standing.Removed ignored -> requireNothing(place);
        }
    }

    private void require(Place place, Dirt dirt) {
        boolean isRejected = isRejected(place, dirt);
        tally(dirt).add(isRejected);
        if (!isRejected) {
            findings.add(place.record(), "", "rejected, " + dirt.reason(), said(refused.of(place)));
        }
    }

    private void requireNothing(Place place) {
        refused.of(place)
                .ifPresent(outcome ->
                        findings.add(place.record(), "", "neither rejected nor waiting", said(Optional.of(outcome))));
    }

    private void requireOneOf(Place one, Place other) {
        boolean first = isRejected(one, Dirt.DUPLICATE);
        boolean second = isRejected(other, Dirt.DUPLICATE);
        boolean exactlyOne = first && refused.of(other).isEmpty()
                || second && refused.of(one).isEmpty();
        tally(Dirt.DUPLICATE).add(exactlyOne);
        if (!exactlyOne) {
            findings.add(
                    one.record() + " and " + other.record(),
                    "",
                    "one of both rejected, " + Dirt.DUPLICATE.reason(),
                    said(refused.of(one)) + " and " + said(refused.of(other)));
        }
    }

    private boolean isRejected(Place place, Dirt dirt) {
        return refused.of(place)
                .filter(outcome -> outcome instanceof Outcome.Rejected(var reason, var detail)
                        && reason.name().equals(dirt.reason()))
                .isPresent();
    }

    private Tally tally(Dirt dirt) {
        return rejected.computeIfAbsent(dirt, first -> new Tally());
    }

    private static String said(Optional<Outcome> outcome) {
        return outcome.map(one -> switch (one) {
                    case Outcome.Rejected(var reason, var detail) -> "rejected, " + reason + ": " + detail;
                    case Outcome.Parked(var waitingFor) -> "parked for " + waitingFor;
                    case Outcome.Deferred(var reason) -> "deferred, " + reason;
                    case Outcome.Bounced(var row, var reason) -> "bounced, " + reason;
                    case Outcome.Applied(var effect) -> effect.toString();
                    case Outcome.AlreadyApplied ignored -> "already applied";
                    case Outcome.Skipped(var reason) -> "skipped, " + reason;
                })
                .orElse("neither rejected nor waiting");
    }
}
