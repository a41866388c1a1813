package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.words.Counted;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Runs a COPY in binary form and gives out its rows one by one. PostgreSQL sends whole rows in each message. */
final class CopyRows {

    private static final int SIGNATURE_BYTES = 11;
    private static final int END = -1;

    private CopyRows() {}

    /** Takes a row. */
    @FunctionalInterface
    interface Taker {
        /**
         * @param at where the row's number of fields stands
         * @return where the row ends
         */
        int take(byte[] message, int at) throws SQLException;
    }

    /** @return how many rows there were */
    static long read(Connection connection, String copy, Taker taker) throws SQLException {
        CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
        try {
            return read(out, taker);
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private static long read(CopyOut out, Taker taker) throws SQLException {
        long rows = 0;
        boolean first = true;
        boolean ended = false;
        for (byte @Nullable [] message = out.readFromCopy(); message != null; message = out.readFromCopy()) {
            int at = first ? headerBytes(message) : 0;
            first = false;
            while (at < message.length && !ended) {
                if (BinaryField.int16(message, at) == END) {
                    ended = true;
                } else {
                    at = taker.take(message, at);
                    rows++;
                }
            }
        }
        if (!ended) {
            throw new CaptureException("a COPY of the source broke off after " + Counted.of(rows, "row"));
        }
        return rows;
    }

    /** The signature, flags, and the length of an extension with the extension. */
    private static int headerBytes(byte[] message) {
        int extension = SIGNATURE_BYTES + Integer.BYTES;
        return extension + Integer.BYTES + BinaryField.int32(message, extension);
    }
}
