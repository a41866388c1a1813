package org.dataferry.sink.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.sink.SinkException;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * All identities of the migration, on disk. A copy: the topic is the truth, and what is lost here is read again from it.
 *
 * <p>The offset up to which the topic was read is stored with what was read, so both survive a kill together.
 *
 * <p>Identities stand in it without their schema, so one that was made by a version of Ferry with another schema is read
 * anew.
 */
public final class IdentityStore implements AutoCloseable {

    /** No row id begins with a blank. */
    private static final byte[] POSITION = " position".getBytes(UTF_8);

    private static final byte[] CONTENT = " content".getBytes(UTF_8);

    private final IdentityCodec codec = new IdentityCodec();
    private final Options options;
    private final RocksDB rocks;

    private IdentityStore(Options options, RocksDB rocks) {
        this.options = options;
        this.rocks = rocks;
    }

    /**
     * Opens the store, empty if there is none in the directory.
     *
     * @param topicId of the identities topic; a store made from another topic of the same name is emptied
     */
    public static IdentityStore open(Path directory, String topicId) {
        IdentityStore store = open(directory);
        byte[] content = store.content(topicId);
        if (store.read(CONTENT).filter(before -> Arrays.equals(before, content)).isPresent()) {
            return store;
        }
        store.close();
        destroy(directory);
        IdentityStore empty = open(directory);
        empty.put(CONTENT, content);
        return empty;
    }

    /** Of which topic, and in which form. */
    private byte[] content(String topicId) {
        long form = SchemaNormalization.parsingFingerprint64(codec.schema());
        return (topicId + " " + Long.toHexString(form)).getBytes(UTF_8);
    }

    public Optional<Identity> get(RowId row) {
        return read(row.text().getBytes(UTF_8)).map(this::decode);
    }

    /** The offset of the identities topic that is to be read next. */
    public long position() {
        return read(POSITION).map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(0L);
    }

    /** Stores identities as read from the topic, by canonical text of the row id, and how far it was read. */
    public void putAll(Map<String, Identity> identities, long position) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions unsynced = new WriteOptions()) {
            for (Map.Entry<String, Identity> entry : identities.entrySet()) {
                batch.put(entry.getKey().getBytes(UTF_8), encode(entry.getValue()));
            }
            batch.put(
                    POSITION, ByteBuffer.allocate(Long.BYTES).putLong(position).array());
            rocks.write(unsynced, batch);
        } catch (RocksDBException failed) {
            throw new SinkException("identities could not be stored on disk", failed);
        }
    }

    /** Stores identities that this instance has just committed; they stand in the topic after its position. */
    public void putAll(Map<String, Identity> identities) {
        putAll(identities, position());
    }

    @Override
    public void close() {
        rocks.close();
        options.close();
    }

    private static IdentityStore open(Path directory) {
        RocksDB.loadLibrary();
        Options options = new Options().setCreateIfMissing(true);
        try {
            Files.createDirectories(directory);
            return new IdentityStore(options, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException | IOException failed) {
            options.close();
            throw new SinkException(
                    "the identities in " + directory + " cannot be opened: " + failed.getMessage()
                            + ". Does another sink run there? Otherwise remove the directory; it is read again",
                    failed);
        }
    }

    private static void destroy(Path directory) {
        try (Options options = new Options()) {
            RocksDB.destroyDB(directory.toString(), options);
        } catch (RocksDBException failed) {
            throw new SinkException("the outdated identities in " + directory + " cannot be removed", failed);
        }
    }

    private Optional<byte[]> read(byte[] key) {
        try {
            return Optional.ofNullable(rocks.get(key));
        } catch (RocksDBException failed) {
            throw new SinkException("identities could not be read from disk", failed);
        }
    }

    private void put(byte[] key, byte[] value) {
        try {
            rocks.put(key, value);
        } catch (RocksDBException failed) {
            throw new SinkException("identities could not be stored on disk", failed);
        }
    }

    private byte[] encode(Identity identity) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(codec.schema(), GenericData.get())
                    .write(codec.write(identity), encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private Identity decode(byte[] bytes) {
        try {
            return codec.read(new GenericDatumReader<GenericRecord>(codec.schema(), codec.schema(), GenericData.get())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null)));
        } catch (IOException broken) {
            throw new SinkException("an identity on disk is broken", broken);
        }
    }
}
