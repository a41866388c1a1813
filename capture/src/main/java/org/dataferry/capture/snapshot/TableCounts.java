package org.dataferry.capture.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.TableName;

/** Says when a table was read to its end. Safe for any thread. */
final class TableCounts {

    private final CaptureListener listener;
    private final Map<TableName, Integer> piecesLeft = new HashMap<>();
    private final Map<TableName, Long> rows = new HashMap<>();

    TableCounts(List<Piece> pieces, CaptureListener listener) {
        this.listener = listener;
        pieces.forEach(piece -> piecesLeft.merge(piece.plan().table(), 1, Integer::sum));
    }

    synchronized void read(Piece piece, long count) {
        TableName table = piece.plan().table();
        long total = rows.merge(table, count, Long::sum);
        if (piecesLeft.merge(table, -1, Integer::sum) == 0) {
            listener.tableScanned(piece.plan().published().name(), total);
        }
    }
}
