package org.dataferry.control.soak.capture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One user of the application: a transaction after the other, of one to five changes, as fast as the database commits, with one
 * in many altering a table. What fails, because a server is away or two wait for each other, is left out.
 */
final class Writer implements Runnable {

    private static final int MOST_IN_ONE = 5;
    private static final int KEYS = 400;
    private static final int ALTER_ONE_IN = 600;
    private static final int TRUNCATE_ONE_IN = 300;
    private static final int LARGE = 9_000;
    private static final int PAUSE_MILLIS = 2;
    private static final int AWAY_MILLIS = 200;

    private final CaptureChild.Servers servers;
    private final Random random;
    private final AtomicLong committed;
    private final AtomicInteger columns;
    private volatile boolean over;

    /** @param columns the number of columns that were ever added, shared by all */
    Writer(CaptureChild.Servers servers, Random random, AtomicLong committed, AtomicInteger columns) {
        this.columns = columns;
        this.servers = servers;
        this.random = random;
        this.committed = committed;
    }

    void stop() {
        over = true;
    }

    @Override
    public void run() {
        @Nullable Connection connection = null;
        try {
            while (!over) {
                try {
                    if (connection == null) {
                        connection = DriverManager.getConnection(servers.jdbcUrl(), servers.user(), servers.password());
                        connection.setAutoCommit(false);
                    }
                    transaction(connection);
                    committed.incrementAndGet();
                    Thread.sleep(PAUSE_MILLIS);
                } catch (SQLException failed) {
                    connection = usable(connection);
                    Thread.sleep(connection == null ? AWAY_MILLIS : PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    private void transaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.executeUpdate(sql);
            }
            connection.commit();
        }
    }

    private List<String> statements() {
        if (random.nextInt(ALTER_ONE_IN) == 0) {
            return List.of("SET LOCAL lock_timeout = '2s'", alter());
        }
        List<String> statements = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_IN_ONE); i > 0; i--) {
            statements.add(
                    switch (random.nextInt(4)) {
                        case 0 -> notes();
                        case 1 -> prices();
                        case 2 -> events();
                        default -> carts();
                    });
        }
        if (random.nextInt(10) == 0) {
            statements.clear();
            statements.add("UPDATE %s SET m%d = '%d' WHERE id < %d"
                    .formatted(
                            SoakTables.ALL.get(random.nextInt(SoakTables.ALL.size())),
                            someColumn(),
                            random.nextInt(100),
                            random.nextInt(10)));
        }
        return statements;
    }

    /** A name is never used again: of a column that comes back the log has old values, as nobody tells it that they are gone. */
    private String alter() {
        String table = SoakTables.ALL.get(random.nextInt(SoakTables.ALL.size()));
        return random.nextInt(3) > 0
                ? "ALTER TABLE " + table + " ADD COLUMN " + column(columns.incrementAndGet())
                : "ALTER TABLE " + table + " DROP COLUMN IF EXISTS m" + someColumn();
    }

    private static String column(int number) {
        return "m" + number + (number % 2 == 0 ? " text" : " integer");
    }

    /** One of the newest; not every table has it. */
    private int someColumn() {
        return Math.max(1, columns.get() - random.nextInt(8));
    }

    private String notes() {
        int id = key();
        return switch (random.nextInt(5)) {
            case 0 ->
                "INSERT INTO notes (id, title, body) VALUES (%d, '%s', '%s') ON CONFLICT DO NOTHING"
                        .formatted(id, word(), body());
            // The large text stays where it is, and is not sent.
            case 1, 2 -> "UPDATE notes SET n = n + 1, title = '%s' WHERE id = %d".formatted(word(), id);
            case 3 -> "UPDATE notes SET body = '%s' WHERE id = %d".formatted(body(), id);
            default -> "DELETE FROM notes WHERE id = " + id;
        };
    }

    private String prices() {
        int id = key();
        String day = "2024-01-0" + (1 + random.nextInt(5));
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                "INSERT INTO prices (id, valid, amount, at) VALUES (%d, '%s', %d.5, now()) ON CONFLICT DO NOTHING"
                        .formatted(id, day, random.nextInt(1_000_000));
            case 2 -> "UPDATE prices SET amount = amount + 0.125 WHERE id = " + id;
            case 3 -> "UPDATE prices SET id = id + %d WHERE id = %d AND valid = '%s'".formatted(KEYS, id, day);
            default -> "DELETE FROM prices WHERE id = %d AND valid = '%s'".formatted(id, day);
        };
    }

    private String events() {
        int id = key();
        return switch (random.nextInt(4)) {
            case 0, 1 ->
                "INSERT INTO events (id, kind, what) VALUES (%d, %d, '%s') ON CONFLICT DO NOTHING"
                        .formatted(id, random.nextInt(2), word());
            case 2 ->
                "UPDATE events SET kind = 1 - kind WHERE id = %1$d AND (SELECT count(*) FROM events WHERE id = %1$d) = 1"
                        .formatted(id);
            default -> "DELETE FROM events WHERE id = " + id;
        };
    }

    private String carts() {
        if (random.nextInt(TRUNCATE_ONE_IN) == 0) {
            return "TRUNCATE carts";
        }
        int id = key();
        return random.nextInt(4) == 0
                ? "DELETE FROM carts WHERE id = " + id
                : "INSERT INTO carts (id, open, total) VALUES (%d, %b, %d.25) ON CONFLICT (id) DO UPDATE SET total = %d.75, open = NOT carts.open"
                        .formatted(id, random.nextBoolean(), random.nextInt(1_000), random.nextInt(1_000));
    }

    private int key() {
        return random.nextInt(KEYS);
    }

    private String word() {
        return "w" + Integer.toString(random.nextInt(1 << 20), Character.MAX_RADIX);
    }

    private String body() {
        return random.nextInt(4) == 0 ? word() : word().repeat(LARGE / 4);
    }

    private static @Nullable Connection usable(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.rollback();
                return connection;
            } catch (SQLException broken) {
                close(connection);
            }
        }
        return null;
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException broken) {
                // It holds nothing.
            }
        }
    }
}
