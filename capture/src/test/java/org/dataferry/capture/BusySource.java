package org.dataferry.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.capture.source.SourceAddress;
import org.jspecify.annotations.Nullable;

/**
 * An application that writes all the while: inserts, updates, deletes, changes of keys, deletes and inserts of one key, in
 * transactions of one or several statements, some within savepoints and some rolled back. Column v of every row rises with
 * each version of it.
 */
final class BusySource implements AutoCloseable {

    static final String[] TABLES = {
        "CREATE SEQUENCE versions",
        "CREATE TABLE busy (id bigint PRIMARY KEY, n integer, v bigint NOT NULL, large text, note varchar(30), pad text)",
        "ALTER TABLE busy ALTER COLUMN large SET STORAGE EXTERNAL"
    };

    private static final int WRITERS = 2;
    private static final int LARGE = 3_000;

    /** Added to a key that changes, and taken away again. */
    private static final long MOVED = 1_000_000;

    /** An application, not a benchmark: what it writes while processes start must be caught up with. */
    private static final long THINKING_MILLIS = 5;

    private final SourceAddress address;
    private final int keys;
    private final List<Thread> writers;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private BusySource(SourceAddress address, int keys, long seed) {
        this.address = address;
        this.keys = keys;
        this.writers = java.util.stream.IntStream.range(0, WRITERS)
                .mapToObj(i -> Thread.ofPlatform().name("writer-" + i).start(() -> write(new Random(seed + i))))
                .toList();
    }

    /** @param keys that are written, from 1 */
    static BusySource start(SourceAddress address, int keys, long seed) {
        return new BusySource(address, keys, seed);
    }

    static String fill(int rows) {
        return "INSERT INTO busy SELECT i, i % 7, nextval('versions'), CASE WHEN i % 50 = 0 THEN repeat('x', " + LARGE
                + ") END, 'row ' || i, repeat('p', 400) FROM generate_series(1, " + rows + ") i";
    }

    private void write(Random random) {
        try (Connection connection = SourceServer.connect(address);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stopped) {
                int statements = random.nextInt(4) == 0 ? 5 : 1;
                try {
                    for (int i = 0; i < statements; i++) {
                        write(statement, random);
                    }
                    if (random.nextInt(15) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                    }
                } catch (SQLException deadlocked) {
                    connection.rollback();
                }
                Thread.sleep(THINKING_MILLIS);
            }
        } catch (SQLException | RuntimeException | InterruptedException broken) {
            failure.set(broken);
        }
    }

    private void write(Statement statement, Random random) throws SQLException {
        long id = 1 + random.nextInt(keys);
        if (random.nextInt(10) == 0) {
            statement.execute("SAVEPOINT s");
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> statement.execute("UPDATE busy SET n = n + 1, v = nextval('versions') WHERE id = " + id);
            case 4 ->
                statement.execute("UPDATE busy SET large = repeat('y', " + (LARGE + random.nextInt(100))
                        + "), v = nextval('versions') WHERE id = " + id);
            case 5, 6 -> statement.execute("DELETE FROM busy WHERE id = " + id);
            case 7 ->
                statement.execute("INSERT INTO busy VALUES (" + id
                        + ", 0, nextval('versions'), NULL, 'again') ON CONFLICT (id) DO NOTHING");
            // Not of a row with a large value: the log does not tell it again, so it would be absent from the new row.
            case 8 ->
                statement.execute("UPDATE busy SET id = CASE WHEN id > " + MOVED + " THEN id - " + MOVED
                        + " ELSE id + " + MOVED + " END, v = nextval('versions') WHERE id IN (" + id + ", "
                        + (id + MOVED)
                        + ") AND large IS NULL");
            default -> {
                statement.execute("DELETE FROM busy WHERE id = " + id);
                statement.execute("INSERT INTO busy VALUES (" + id + ", 1, nextval('versions'), repeat('z', " + LARGE
                        + "), 'anew') ON CONFLICT (id) DO NOTHING");
            }
        }
    }

    /** Returns when nobody writes any more. */
    void stop() {
        stopped = true;
        try {
            for (Thread writer : writers) {
                writer.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable broken = failure.get();
        if (broken != null) {
            throw new AssertionError("a writer broke", broken);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
