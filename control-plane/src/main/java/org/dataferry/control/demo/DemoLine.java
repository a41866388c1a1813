package org.dataferry.control.demo;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.StatusReport;

/**
 * How far a demo is, over all entities.
 *
 * @param captured changes
 * @param announced writes
 * @param done writes with an outcome
 * @param rows and links in the target
 * @param rejected rows and links of which the last write is rejected
 */
record DemoLine(
        long captured,
        long announced,
        long done,
        long rows,
        long parked,
        long rejected,
        long underWay,
        OptionalDouble lagSeconds) {

    private static final double MILLIS_PER_SECOND = 1_000;

    /** @param links the relationships, whose tables' changes are counted with an entity already */
    static DemoLine of(StatusReport status, Set<String> links) {
        long captured = 0;
        long announced = 0;
        long inFlight = 0;
        long rows = 0;
        long parked = 0;
        long rejected = 0;
        for (EntityStatus entity : status.entities()) {
            captured += links.contains(entity.entity()) ? 0 : entity.captured();
            announced += entity.announced();
            inFlight += entity.inFlight();
            rows += entity.rows();
            parked += entity.parked();
            rejected += entity.rejectedRows();
        }
        return new DemoLine(
                captured,
                announced,
                announced - inFlight,
                rows,
                parked,
                rejected,
                status.lag().changes(),
                status.lag().behind().stream()
                        .mapToDouble(behind -> behind.toMillis() / MILLIS_PER_SECOND)
                        .findFirst());
    }

    /** @param rates so far */
    String text(StageRates rates) {
        return String.format(
                Locale.ROOT,
                "%s; captured %,d changes%s, announced %,d writes%s, answered %,d%s",
                state(),
                captured,
                perSecond(rates.perSecond(StageRates.Sample::captured)),
                announced,
                perSecond(rates.perSecond(StageRates.Sample::announced)),
                done,
                perSecond(rates.perSecond(StageRates.Sample::done)));
    }

    /** @param changes live ones, and how many a second are made */
    String text(long changes, int perSecond) {
        return String.format(Locale.ROOT, "%,d changes, %d/s; %s", changes, perSecond, state());
    }

    private String state() {
        return String.format(
                Locale.ROOT,
                "%,d rows, %,d rejected, %,d parked, %,d under way%s",
                rows,
                rejected,
                parked,
                underWay,
                lagSeconds.isPresent() ? String.format(Locale.ROOT, ", %.1f s behind", lagSeconds.getAsDouble()) : "");
    }

    private static String perSecond(OptionalDouble rate) {
        return rate.isPresent() ? String.format(Locale.ROOT, " (%,.0f/s)", rate.getAsDouble()) : "";
    }
}
