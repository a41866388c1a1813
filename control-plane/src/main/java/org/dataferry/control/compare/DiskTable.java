package org.dataferry.control.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** Bytes by key, in the order of the keys, on disk: what would not fit into memory. It does not outlive its process. */
public final class DiskTable implements AutoCloseable {

    private final Path directory;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB rocks;

    private DiskTable(Path directory, Options options, WriteOptions unlogged, RocksDB rocks) {
        this.directory = directory;
        this.options = options;
        this.unlogged = unlogged;
        this.rocks = rocks;
    }

    /**
     * Makes an empty one. What killed processes have left beside it is removed.
     *
     * @param parent holds one directory for each process
     */
    public static DiskTable create(Path parent) {
        RocksDB.loadLibrary();
        Options options = new Options().setCreateIfMissing(true);
        WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
        try {
            Files.createDirectories(parent);
            removeRemains(parent);
            Path directory =
                    Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
            return new DiskTable(directory, options, unlogged, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException | IOException failed) {
            unlogged.close();
            options.close();
            throw new ControlException(
                    "what is compared cannot be kept in " + parent + ": " + failed.getMessage()
                            + ". It needs about 200 bytes for each row of the largest table",
                    failed);
        }
    }

    public void put(byte[] key, byte[] value) {
        try {
            rocks.put(unlogged, key, value);
        } catch (RocksDBException failed) {
            throw broken(failed);
        }
    }

    public Optional<byte[]> get(byte[] key) {
        try {
            return Optional.ofNullable(rocks.get(key));
        } catch (RocksDBException failed) {
            throw broken(failed);
        }
    }

    public void remove(byte[] key) {
        try {
            rocks.delete(unlogged, key);
        } catch (RocksDBException failed) {
            throw broken(failed);
        }
    }

    /** Removes all keys that begin so. */
    public void removeAll(byte[] prefix) {
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        try {
            rocks.deleteRange(unlogged, prefix, end);
        } catch (RocksDBException failed) {
            throw broken(failed);
        }
    }

    /** Those whose keys begin so, from a key on; to be closed. What is changed meanwhile is not seen. */
    public Cursor from(byte[] prefix, byte[] first) {
        return new Cursor(rocks.newIterator(), prefix, first);
    }

    /** Stands at an entry, or at the end. */
    public static final class Cursor implements AutoCloseable {

        private final RocksIterator entries;
        private final byte[] prefix;

        private Cursor(RocksIterator entries, byte[] prefix, byte[] first) {
            this.entries = entries;
            this.prefix = prefix;
            entries.seek(first);
        }

        public boolean isAtEntry() {
            if (!entries.isValid()) {
                return false;
            }
            byte[] key = entries.key();
            return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        }

        public byte[] key() {
            return entries.key();
        }

        public byte[] value() {
            return entries.value();
        }

        public void next() {
            entries.next();
        }

        @Override
        public void close() {
            entries.close();
        }
    }

    @Override
    public void close() {
        rocks.close();
        unlogged.close();
        options.close();
        delete(directory);
    }

    private static void removeRemains(Path parent) throws IOException {
        List<Path> remains;
        try (Stream<Path> found = Files.list(parent)) {
            remains = found.filter(DiskTable::isOfNobody).toList();
        }
        remains.forEach(DiskTable::delete);
    }

    private static boolean isOfNobody(Path directory) {
        String name = directory.getFileName().toString();
        return name.matches("\\d{1,18}-.*")
                && ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))))
                        .isEmpty();
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ControlException broken(RocksDBException failed) {
        return new ControlException(
                "what is compared cannot be kept on disk: " + failed.getMessage() + ". Is the disk full?", failed);
    }
}
