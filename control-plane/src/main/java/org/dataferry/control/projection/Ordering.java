package org.dataferry.control.projection;

import org.dataferry.schemas.change.SourcePosition;

/** Positions as texts that sort, letter by letter, as the positions of one table do. */
public final class Ordering {

    private Ordering() {}

    public static String of(SourcePosition position) {
        return switch (position) {
            case SourcePosition.InLog(int epoch, long commitLsn, long lsn, int ordinal) ->
                "%08x%016x%016x%08x".formatted(epoch, commitLsn, lsn, ordinal);
            case SourcePosition.InDump(int epoch, long dumpNumber) -> "%08x%016x".formatted(epoch, dumpNumber);
        };
    }
}
