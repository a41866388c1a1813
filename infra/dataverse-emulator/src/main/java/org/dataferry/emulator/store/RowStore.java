package org.dataferry.emulator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The durable rows and definitions.
 *
 * <p>Units of work run one at a time, which makes them serializable: bodies are parsed before and synced to disk after, so what is
 * serial is short. Reads take a snapshot and wait for nobody.
 */
public final class RowStore implements AutoCloseable {
    private static final byte[] CATALOG = "catalog".getBytes(StandardCharsets.UTF_8);
    private static final String COUNT = "count ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final ReentrantLock writing = new ReentrantLock();
    private final KnownRows known = new KnownRows();
    /** Held for reading by all who use the database, so that it is never closed under them. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    private final Retention retention;
    private final Map<Integer, Long> counts = new ConcurrentHashMap<>();
    private volatile Catalog catalog;
    /** Of the last committed change; read and written by whoever holds {@code writing}. */
    private long version;

    private boolean closed;

    /** @param synced whether a commit also survives the end of the machine */
    public RowStore(Path directory, boolean synced, Retention retention) {
        this.retention = retention;
        database = new Database(directory, synced);
        byte[] stored = meta(CATALOG);
        try {
            catalog = stored == null ? Catalog.empty() : JSON.readValue(stored, Catalog.class);
        } catch (IOException e) {
            throw new EmulatorException("Cannot read the catalogue in " + directory + ": " + e.getMessage(), e);
        }
        byte[] last = meta(Changes.VERSION);
        // Folders of an earlier version numbered changes by the database's own sequence.
        version = last == null
                ? database.db().getLatestSequenceNumber()
                : ByteBuffer.wrap(last).getLong();
        for (Table table : catalog.tables()) {
            byte[] count = meta(countKey(table.number()));
            counts.put(
                    table.number(), count == null ? 0 : ByteBuffer.wrap(count).getLong());
        }
    }

    public Catalog catalog() {
        return catalog;
    }

    public long count(Table table) {
        return ComputedRows.has(table)
                ? ComputedRows.of(catalog, table).size()
                : counts.getOrDefault(table.number(), 0L);
    }

    public ReadView read() {
        open.readLock().lock();
        try {
            checkOpen();
            return new ReadView(database, catalog, open.readLock());
        } catch (RuntimeException e) {
            open.readLock().unlock();
            throw e;
        }
    }

    /** Runs the work and commits what it changed; if it throws, nothing is changed. Durable when it returns. */
    public <T> T write(Function<WriteUnit, T> work) {
        open.readLock().lock();
        try {
            checkOpen();
            long sequence;
            T result;
            writing.lock();
            try (ReadOptions options = new ReadOptions()) {
                WriteUnit unit = new WriteUnit(database, catalog, known, options, version, retention);
                result = work.apply(unit);
                commit(unit);
                sequence = database.db().getLatestSequenceNumber();
            } finally {
                writing.unlock();
            }
            database.sync(sequence);
            return result;
        } finally {
            open.readLock().unlock();
        }
    }

    /** A value kept beside the rows, such as a key for signing; made by {@code absent} and stored the first time. */
    public byte[] secret(String name, Function<String, byte[]> absent) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] stored = meta(key);
        if (stored != null) {
            return stored;
        }
        byte[] made = absent.apply(name);
        return write(unit -> {
            unit.put(database.meta(), key, made);
            return made;
        });
    }

    /** Writes all that is committed into a new folder that another store can be opened on. */
    public void copyTo(Path directory) {
        open.readLock().lock();
        try {
            checkOpen();
            database.copyTo(directory);
        } finally {
            open.readLock().unlock();
        }
    }

    private void commit(WriteUnit unit) {
        boolean redefined = unit.catalog() != catalog;
        if (redefined) {
            unit.put(database.meta(), CATALOG, json(unit.catalog()));
        }
        unit.countChanges()
                .forEach((table, change) -> unit.put(
                        database.meta(),
                        countKey(table),
                        new ByteWriter()
                                .putLong(counts.getOrDefault(table, 0L) + change)
                                .toBytes()));
        if (!unit.pending().isEmpty()) {
            unit.put(
                    database.meta(),
                    Changes.VERSION,
                    new ByteWriter().putLong(unit.version()).toBytes());
            try (WriteBatch batch = unit.pending().batch()) {
                database.commit(batch);
            }
            version = unit.version();
        }
        unit.countChanges().forEach((table, change) -> counts.merge(table, change, Long::sum));
        if (redefined) {
            catalog = unit.catalog();
        }
    }

    private byte @Nullable [] meta(byte[] key) {
        try {
            return database.db().get(database.meta(), key);
        } catch (RocksDBException e) {
            throw new EmulatorException("Cannot read from the store: " + e.getMessage(), e);
        }
    }

    private static byte[] json(Catalog catalog) {
        try {
            return JSON.writeValueAsBytes(catalog);
        } catch (JsonProcessingException e) {
            throw new EmulatorException("Cannot write the catalogue: " + e.getMessage(), e);
        }
    }

    private static byte[] countKey(int table) {
        return (COUNT + table).getBytes(StandardCharsets.UTF_8);
    }

    private void checkOpen() {
        if (closed) {
            throw new EmulatorException("The store is closed");
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                database.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
