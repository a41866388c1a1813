package org.dataferry.control.bench.sink;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.control.bench.emulator.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: a client as a project builds it by hand. As many requests in parallel as the limits allow, each of the same
 * size; one that is throttled waits as long as it was told, and is sent again. Bodies are made beforehand for the most part,
 * so it takes little of the machine.
 */
final class FixedClient implements LoadClient {

    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);
    private static final int FIRST_ERROR = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** By which operation it writes. */
    enum Operation {
        CREATE("CreateMultiple"),
        UPSERT_BY_KEY("UpsertMultiple");

        private final String action;

        Operation(String action) {
            this.action = BenchTable.SET + "/Microsoft.Dynamics.CRM." + action;
        }
    }

    private final Connection connection;
    private final BenchTable table;
    private final Operation operation;
    private final int batch;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger takenAgain = new AtomicInteger();
    private final AtomicInteger updated = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
    private volatile boolean updating;

    private FixedClient(Connection connection, BenchTable table, Operation operation, int batch) {
        this.connection = connection;
        this.table = table;
        this.operation = operation;
        this.batch = batch;
    }

    static FixedClient start(Connection connection, BenchTable table, Operation operation, int batch, int parallel) {
        FixedClient client = new FixedClient(connection, table, operation, batch);
        for (int i = 0; i < parallel; i++) {
            client.threads.submit(client::work);
        }
        return client;
    }

    private void work() {
        try {
            while (!updating) {
                int from = taken.getAndAdd(batch);
                send(body(from));
                created.addAndGet(batch);
            }
            for (int from = takenAgain.getAndAdd(batch); from < taken.get(); from = takenAgain.getAndAdd(batch)) {
                send(table.upsertsOfChanges(from, batch));
                updated.addAndGet(batch);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            failed.compareAndSet(null, broken);
        }
    }

    private byte[] body(int from) {
        return switch (operation) {
            case CREATE -> table.creates(from, batch);
            case UPSERT_BY_KEY -> table.upserts(from, batch, 0);
        };
    }

    private void send(byte[] body) throws InterruptedException {
        HttpResponse<byte[]> answer = connection.answer(operation.action, body, REQUEST_TIMEOUT);
        while (answer.statusCode() == TOO_MANY_REQUESTS) {
            Thread.sleep(answer.headers().firstValueAsLong("Retry-After").orElse(1) * MILLIS_PER_SECOND);
            answer = connection.answer(operation.action, body, REQUEST_TIMEOUT);
        }
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new ControlException("the fixed client was answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void keepBusy(Sample now) {
        RuntimeException broken = failed.get();
        if (broken != null) {
            throw broken;
        }
    }

    /** Only where it upserts: there is no update by key in bulk. */
    @Override
    public void update() {
        if (operation != Operation.UPSERT_BY_KEY) {
            throw new IllegalStateException("the fixed client updates by " + Operation.UPSERT_BY_KEY + " only");
        }
        updating = true;
    }

    @Override
    public boolean isUpdating(Sample now) {
        return updating && created.get() == taken.get();
    }

    @Override
    public boolean isDone(Sample now) {
        return isUpdating(now) && updated.get() >= taken.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
