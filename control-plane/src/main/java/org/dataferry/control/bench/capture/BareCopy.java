package org.dataferry.control.bench.capture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dataferry.control.ControlException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The limit: PostgreSQL sends the table's rows in binary form into this process, where they are dropped. */
final class BareCopy {

    private BareCopy() {}

    /** @return rows per second */
    static double measure(SourceData source, int rows, int readers) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
            long blocks = blocks(source);
            long begin = System.nanoTime();
            List<Future<Long>> parts = new ArrayList<>();
            for (int reader = 0; reader < readers; reader++) {
                long from = blocks * reader / readers;
                long to = blocks * (reader + 1) / readers;
                parts.add(threads.submit(() -> copy(source, from, to)));
            }
            long read = 0;
            for (Future<Long> part : parts) {
                read += part.get();
            }
            if (read < rows) {
                throw new ControlException("a COPY gave " + read + " messages for " + rows + " rows", null);
            }
            return rows / ((System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException | SQLException failed) {
            throw new ControlException("the benchmark's source could not be copied: " + failed.getMessage(), failed);
        }
    }

    private static long copy(SourceData source, long from, long to) throws SQLException {
        try (Connection connection = source.connect()) {
            CopyOut out = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM " + SourceData.READ + " WHERE ctid >= '(" + from
                            + ",0)' AND ctid < '(" + to + ",0)') TO STDOUT (FORMAT binary)");
            long messages = 0;
            while (out.readFromCopy() != null) {
                messages++;
            }
            return messages;
        }
    }

    private static long blocks(SourceData source) throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pg_relation_size('" + SourceData.READ + "') / current_setting('block_size')::int")) {
            row.next();
            return row.getLong(1);
        }
    }
}
