package org.dataferry.control.dashboard.live;

import java.time.Instant;
import java.util.Optional;
import org.dataferry.control.status.Forecast;
import org.dataferry.control.status.Look;

/**
 * What charts show of a look.
 *
 * @param lagSeconds empty before the first heartbeat
 * @param etaEarliest when it will have caught up; empty where that is not known or it has
 */
public record Point(
        Instant at,
        Optional<Double> lagSeconds,
        long lagChanges,
        double changesPerSecond,
        double writesPerSecond,
        Optional<Instant> etaEarliest,
        Optional<Instant> etaLatest) {

    private static final double MILLIS_PER_SECOND = 1_000;

    static Point of(Look look, Instant at) {
        Optional<Forecast.Between> eta = look.situation().forecast() instanceof Forecast.Between between
                ? Optional.of(between)
                : Optional.empty();
        return new Point(
                at,
                look.report().lag().behind().map(behind -> behind.toMillis() / MILLIS_PER_SECOND),
                look.report().lag().changes(),
                look.situation().movement().lately().changesPerSecond(),
                look.situation().movement().lately().writesPerSecond(),
                eta.map(Forecast.Between::earliest),
                eta.map(Forecast.Between::latest));
    }
}
