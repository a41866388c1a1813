package org.dataferry.control.verify;

/** The sums of one entity while it is compared. For one thread. */
final class Tally {

    private final String entity;
    private long source;
    private long target;
    private long matched;
    private long mismatched;
    private long missing;
    private long unexpected;
    private long refused;
    private long filtered;
    private long left;
    private long others;
    private long moving;

    Tally(String entity) {
        this.entity = entity;
    }

    void wanted(long rows) {
        source += rows;
    }

    void held(long rows) {
        target += rows;
    }

    void matched(long rows) {
        matched += rows;
    }

    void filtered() {
        filtered++;
    }

    void refused() {
        refused++;
    }

    void left() {
        left++;
    }

    void other() {
        others++;
    }

    void moving() {
        moving++;
    }

    void different(Difference.Kind kind) {
        switch (kind) {
            case MISMATCHED -> mismatched++;
            case MISSING -> missing++;
            case UNEXPECTED -> unexpected++;
        }
    }

    EntityCount count(EntityScan.Checksums checksums) {
        return new EntityCount(
                entity,
                source,
                target,
                matched,
                mismatched,
                missing,
                unexpected,
                refused,
                filtered,
                left,
                others,
                moving,
                checksums.source().toString(),
                checksums.target().toString(),
                checksums.ranges(),
                checksums.differing());
    }
}
