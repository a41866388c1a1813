package org.dataferry.emulator.traffic;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;

/** What each user asked for and got. Thread-safe. */
public final class ClientCounts {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Rows of one operation that were answered with success. @param seconds on the wall's clock, from the arrival of the first such request to the last answer */
    public record Rows(long rows, double seconds, double rowsPerSecond) {}

    /** @param throttled the requests among them that were answered with 429 */
    public record Client(long requests, long throttled, Map<String, Rows> operations) {}

    private static final class Sum {
        private final long begin;
        private long end;
        private long rows;

        Sum(long begin) {
            this.begin = begin;
        }
    }

    private static final class Account {
        private final Map<Operation, Sum> sums = new EnumMap<>(Operation.class);
        private long requests;
        private long throttled;
    }

    private final LongSupplier nanoTime;
    private final Map<UUID, Account> accounts = new ConcurrentHashMap<>();

    public ClientCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param began by the same clock; @param done what succeeded */
    public void count(UUID user, long began, boolean throttled, List<RequestShape> done) {
        Account account = accounts.computeIfAbsent(user, id -> new Account());
        long now = nanoTime.getAsLong();
        synchronized (account) {
            account.requests++;
            account.throttled += throttled ? 1 : 0;
            for (RequestShape shape : done) {
                if (shape.operation().writes() || shape.operation().reads()) {
                    Sum sum = account.sums.computeIfAbsent(shape.operation(), operation -> new Sum(began));
                    sum.rows += shape.rows();
                    sum.end = now;
                }
            }
        }
    }

    public Map<UUID, Client> clients() {
        Map<UUID, Client> clients = new TreeMap<>();
        accounts.forEach((user, account) -> {
            synchronized (account) {
                Map<String, Rows> operations = new TreeMap<>();
                account.sums.forEach((operation, sum) -> operations.put(operation.text(), rows(sum)));
                clients.put(user, new Client(account.requests, account.throttled, operations));
            }
        });
        return clients;
    }

    public void clear() {
        accounts.clear();
    }

    private static Rows rows(Sum sum) {
        double seconds = (sum.end - sum.begin) / NANOS_PER_SECOND;
        return new Rows(sum.rows, seconds, seconds > 0 ? sum.rows / seconds : 0);
    }
}
