package org.dataferry.schemas.change;

import org.dataferry.schemas.SchemasException;

/**
 * Where in the history of its table a change stands.
 *
 * <p>The order of the changes of one key is their order in the topic. Positions only serve to recognise what is
 * delivered again: a change whose position is not after the last one seen of its key was seen before.
 */
public sealed interface SourcePosition extends Comparable<SourcePosition> {

    /**
     * The count of times that the table's history began anew: by a snapshot taken again, a slot lost, or a source
     * restored. Everything in a later epoch is after everything in an earlier one.
     */
    int epoch();

    /** The canonical text; {@link #parse} reads it back. */
    String text();

    /**
     * A position in a write-ahead log. LSNs alone are neither unique nor ordered across transactions: one record of the
     * log can hold several rows, and transactions that overlap are delivered in the order of their commits.
     *
     * @param commitLsn places the transaction in the order of commits
     * @param lsn the record within the log
     * @param ordinal tells apart the rows of one log record
     */
    record InLog(int epoch, long commitLsn, long lsn, int ordinal) implements SourcePosition {

        public InLog {
            require(epoch >= 1 && commitLsn >= 0 && lsn >= 0 && ordinal >= 0, "a log position has an epoch from 1");
        }

        @Override
        public String text() {
            return "l" + epoch + "." + commitLsn + "." + lsn + "." + ordinal;
        }
    }

    /**
     * A position in a series of full dumps; a key changes at most once per dump.
     *
     * @param dumpNumber the count of accepted dumps of the table, from 1
     */
    record InDump(int epoch, long dumpNumber) implements SourcePosition {

        public InDump {
            require(epoch >= 1 && dumpNumber >= 1, "a dump position has an epoch and a dump number from 1");
        }

        @Override
        public String text() {
            return "d" + epoch + "." + dumpNumber;
        }
    }

    @Override
    default int compareTo(SourcePosition other) {
        if (epoch() != other.epoch()) {
            return Integer.compare(epoch(), other.epoch());
        }
        return switch (this) {
            case InLog log when other instanceof InLog that -> compare(log, that);
            case InDump dump when other instanceof InDump that -> Long.compare(dump.dumpNumber, that.dumpNumber);
            case InLog log -> throw mixed(log, other);
            case InDump dump -> throw mixed(dump, other);
        };
    }

    static SourcePosition parse(String text) {
        SourcePosition position = read(text);
        if (!position.text().equals(text)) {
            throw new SchemasException(
                    "'" + text + "' is not in the canonical form, which is '" + position.text() + "'");
        }
        return position;
    }

    private static SourcePosition read(String text) {
        String[] parts = text.isEmpty() ? new String[0] : text.substring(1).split("\\.", -1);
        try {
            if (text.startsWith("l") && parts.length == 4) {
                return new InLog(
                        Integer.parseInt(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Integer.parseInt(parts[3]));
            }
            if (text.startsWith("d") && parts.length == 2) {
                return new InDump(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (NumberFormatException broken) {
            throw new SchemasException("'" + text + "' is not a source position", broken);
        }
        throw new SchemasException(
                "'" + text + "' is not a source position: l<epoch>.<commit>.<lsn>.<ordinal> or d<epoch>.<dump>");
    }

    private static int compare(InLog left, InLog right) {
        int byCommit = Long.compare(left.commitLsn, right.commitLsn);
        if (byCommit != 0) {
            return byCommit;
        }
        int byLsn = Long.compare(left.lsn, right.lsn);
        return byLsn != 0 ? byLsn : Integer.compare(left.ordinal, right.ordinal);
    }

    private static SchemasException mixed(SourcePosition left, SourcePosition right) {
        return new SchemasException(
                "positions of a log and of dumps in one epoch: " + left.text() + " and " + right.text());
    }

    private static void require(boolean held, String rule) {
        if (!held) {
            throw new SchemasException(rule);
        }
    }
}
