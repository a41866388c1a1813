package org.dataferry.control.verify;

/**
 * The sums of one entity or relationship. {@code source = matched + mismatched + missing} and {@code target = matched +
 * mismatched + unexpected + left + others}, apart from rows that kept moving.
 *
 * @param source rows that the source wants, or that the mapping refuses
 * @param target rows that the target holds
 * @param refused of the mismatched and missing, those that the mapping refuses
 * @param filtered source rows that the mapping leaves out
 * @param left rows that the target keeps without a source row, as {@code delete} says
 * @param others rows that this migration did not make, where they are allowed
 * @param moving rows that changed at each look, so that nothing can be said of them
 * @param sourceChecksum the sum of all rows' digests, when all were read
 * @param targetChecksum equal to that of the source exactly if all rows were equal when they were read
 * @param ranges into how many ranges the keys were divided
 * @param differingRanges how many of them had to be compared row by row
 */
public record EntityCount(
        String entity,
        long source,
        long target,
        long matched,
        long mismatched,
        long missing,
        long unexpected,
        long refused,
        long filtered,
        long left,
        long others,
        long moving,
        String sourceChecksum,
        String targetChecksum,
        int ranges,
        int differingRanges) {

    /** Whether everything that stood still is equal. */
    boolean isMatched() {
        return mismatched + missing + unexpected == 0;
    }
}
