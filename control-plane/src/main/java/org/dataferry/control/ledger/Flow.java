package org.dataferry.control.ledger;

/**
 * How fast something moves, over some span.
 *
 * @param changesPerSecond captured
 * @param writesPerSecond that came to their end: applied, skipped or rejected
 */
public record Flow(double changesPerSecond, double writesPerSecond) {

    public static final Flow NONE = new Flow(0, 0);

    public Flow plus(Flow other) {
        return new Flow(changesPerSecond + other.changesPerSecond, writesPerSecond + other.writesPerSecond);
    }
}
