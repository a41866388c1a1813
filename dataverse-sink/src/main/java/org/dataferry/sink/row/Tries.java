package org.dataferry.sink.row;

/**
 * How often a write was sent without a result.
 *
 * @param lost no answer came back
 * @param doubtful the target said no, for a reason that may pass or may be the row's own
 */
public record Tries(int lost, int doubtful) {

    public static final Tries NONE = new Tries(0, 0);

    public Tries lostAgain() {
        return new Tries(lost + 1, doubtful);
    }

    public Tries doubtfulAgain() {
        return new Tries(lost, doubtful + 1);
    }
}
