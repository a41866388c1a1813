package org.dataferry.emulator.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.error.EmulatorException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB instance with its six column families.
 *
 * <p>A commit is in the write-ahead log before {@link #commit} returns, so it survives the end of the process; {@link #sync} makes it
 * survive the end of the machine, for all commits since the last one at once.
 */
final class Database implements AutoCloseable {
    /** Enough for the hot rows of a local run beside the other servers of one machine. */
    private static final long BLOCK_CACHE_BYTES = 64L << 20;

    private static final double MEMTABLE_FILTER = 0.05;

    private static final List<String> FAMILIES =
            List.of("default", "rows", "keys", "references", "contents", "changes");

    static {
        RocksDB.loadLibrary();
    }

    private final ColumnFamilyOptions familyOptions;
    private final DBOptions options;
    private final WriteOptions writeOptions = new WriteOptions().setSync(false);
    private final RocksDB db;
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final boolean synced;
    private final Object syncLock = new Object();
    private long syncedUpTo;

    Database(Path directory, boolean synced) {
        this.synced = synced;
        familyOptions = new ColumnFamilyOptions()
                // What is young is soon written anew.
                .setCompressionPerLevel(levels())
                // Most keys that are asked for are new ones; the filter spares the search for them.
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER)
                .setMemtableWholeKeyFiltering(true)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setFilterPolicy(new BloomFilter(10))
                        .setBlockCache(new LRUCache(BLOCK_CACHE_BYTES)));
        options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
        List<ColumnFamilyDescriptor> descriptors = FAMILIES.stream()
                .map(name -> new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), familyOptions))
                .toList();
        try {
            Files.createDirectories(directory);
            db = RocksDB.open(options, directory.toString(), descriptors, handles);
        } catch (IOException | RocksDBException e) {
            throw new EmulatorException("Cannot open the data folder " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<CompressionType> levels() {
        return List.of(CompressionType.NO_COMPRESSION, CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION);
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle meta() {
        return handles.get(0);
    }

    ColumnFamilyHandle rows() {
        return handles.get(1);
    }

    ColumnFamilyHandle keys() {
        return handles.get(2);
    }

    ColumnFamilyHandle references() {
        return handles.get(3);
    }

    ColumnFamilyHandle contents() {
        return handles.get(4);
    }

    ColumnFamilyHandle changes() {
        return handles.get(5);
    }

    void commit(WriteBatch batch) {
        try {
            db.write(writeOptions, batch);
        } catch (RocksDBException e) {
            throw new EmulatorException("Cannot write to the store: " + e.getMessage(), e);
        }
    }

    /** Returns when everything up to this sequence number is on the disk. */
    void sync(long sequence) {
        if (!synced) {
            return;
        }
        synchronized (syncLock) {
            if (syncedUpTo >= sequence) {
                return;
            }
            long upTo = db.getLatestSequenceNumber();
            try {
                db.syncWal();
            } catch (RocksDBException e) {
                throw new EmulatorException("Cannot sync the store: " + e.getMessage(), e);
            }
            syncedUpTo = upTo;
        }
    }

    void copyTo(Path directory) {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(directory.toString());
        } catch (RocksDBException e) {
            throw new EmulatorException("Cannot copy the store to " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        writeOptions.close();
        options.close();
        familyOptions.close();
    }
}
