package org.dataferry.sink.row;

/**
 * How often a write was sent without a result.
 *
 * @param lost no answer came back
 * @param doubtful the target said no, as the row is not what it was taken for
 * @param rolledBack the target undid the request, by a fault that may pass
 */
public record Tries(int lost, int doubtful, int rolledBack) {

    public static final Tries NONE = new Tries(0, 0, 0);

    public Tries lostAgain() {
        return new Tries(lost + 1, doubtful, rolledBack);
    }

    public Tries doubtfulAgain() {
        return new Tries(lost, doubtful + 1, rolledBack);
    }

    public Tries rolledBackAgain() {
        return new Tries(lost, doubtful, rolledBack + 1);
    }

    /**
     * How often a request with this row is to have half as many rows: each time that it took too long, met other work or
     * broke the target, so that a row by which that always happens ends up alone.
     */
    public int halvings() {
        return lost + rolledBack;
    }
}
