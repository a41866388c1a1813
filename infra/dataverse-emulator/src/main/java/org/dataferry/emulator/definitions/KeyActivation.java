package org.dataferry.emulator.definitions;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.AlternateKey.Status;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system jobs that build the indexes of new keys: Pending, InProgress, then Active, or Failed if rows share a key.
 *
 * <p>Source: Microsoft's page "Define alternate keys for a table".
 */
public final class KeyActivation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyActivation.class);

    private final RowStore store;
    private final Duration delay;
    private final ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor();

    /** @param delay from the creation of a key until its index is active */
    public KeyActivation(RowStore store, Duration delay) {
        this.store = store;
        this.delay = delay;
    }

    /** Goes on with the jobs that a stop interrupted. */
    public void resume() {
        for (Table table : store.catalog().tables()) {
            for (AlternateKey key : table.keys()) {
                if (key.status() == Status.Pending || key.status() == Status.InProgress) {
                    start(table.logicalName(), key.logicalName());
                }
            }
        }
    }

    /** Without a delay the key is active when this returns. */
    void start(String table, String key) {
        if (delay.isZero()) {
            activate(table, key);
            return;
        }
        jobs.execute(() -> {
            try {
                Thread.sleep(delay.dividedBy(2));
                store.write(unit -> change(unit, table, key, Status.InProgress));
                Thread.sleep(delay.dividedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            activate(table, key);
        });
    }

    private void activate(String tableName, String keyName) {
        try {
            store.write(unit -> {
                Table table = unit.catalog().table(tableName);
                AlternateKey key = table == null ? null : table.key(keyName);
                if (key != null && !unit.buildIndex(table, key)) {
                    throw new NotUnique(keyName);
                }
                return change(unit, tableName, keyName, Status.Active);
            });
            LOG.info("Key index built table={} key={}", tableName, keyName);
        } catch (NotUnique e) {
            store.write(unit -> change(unit, tableName, keyName, Status.Failed));
            LOG.info("Key index failed, rows share a key table={} key={}", tableName, keyName);
        }
    }

    /** Thrown out of the unit of work, so that no part of the index stays. */
    private static final class NotUnique extends EmulatorException {
        NotUnique(String key) {
            super("Two rows have the same key " + key);
        }
    }

    /** Returns false if the key is gone. */
    private static boolean change(WriteUnit unit, String tableName, String keyName, Status status) {
        Table table = unit.catalog().table(tableName);
        if (table == null || table.key(keyName) == null) {
            return false;
        }
        unit.define(unit.catalog().with(table.changingKey(keyName, key -> key.with(status))));
        return true;
    }

    @Override
    public void close() {
        jobs.shutdownNow();
    }
}
