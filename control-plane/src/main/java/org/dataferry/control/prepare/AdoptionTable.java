package org.dataferry.control.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;

/**
 * The rows of one entity that others made in the target, by the values that they are known again by, each with the source
 * row that has the same. On disk: some hundred bytes for each.
 */
final class AdoptionTable {

    private static final byte VALUES = 'v';
    private static final byte OWN = 'o';
    private static final int PREFIX_BYTES = 1 + Integer.BYTES;

    /** Counted no further: that there are several is enough. */
    private static final byte SEVERAL = 2;

    private final DiskTable disk;
    private final int number;

    /** @param number of the entity, another for each */
    AdoptionTable(DiskTable disk, int number) {
        this.disk = disk;
        this.number = number;
    }

    /**
     * What has the same values.
     *
     * @param sources how many source rows, none to several
     * @param targets how many rows of the target, one to several
     * @param target the first of them
     * @param source the first of them
     */
    record Match(List<String> values, int sources, int targets, UUID target, Optional<RowId> source) {

        boolean isClear() {
            return sources == 1 && targets == 1;
        }

        boolean isAmbiguous() {
            return sources > 0 && !isClear();
        }
    }

    /** A row that this migration made in an earlier run: it is known by its key. */
    void putOwn(RowId row) {
        disk.put(key(OWN, List.of(row.text())), new byte[0]);
    }

    boolean isOwn(RowId row) {
        return disk.get(key(OWN, List.of(row.text()))).isPresent();
    }

    void putTarget(List<String> values, UUID guid) {
        byte[] key = key(VALUES, values);
        Optional<byte[]> before = disk.get(key);
        if (before.isPresent()) {
            byte[] more = before.get();
            more[1] = SEVERAL;
            disk.put(key, more);
        } else {
            disk.put(
                    key,
                    ByteBuffer.allocate(2 + 2 * Long.BYTES)
                            .put((byte) 0)
                            .put((byte) 1)
                            .putLong(guid.getMostSignificantBits())
                            .putLong(guid.getLeastSignificantBits())
                            .array());
        }
    }

    /** @return false if no row of the target has these values */
    boolean putSource(List<String> values, RowId row) {
        byte[] key = key(VALUES, values);
        Optional<byte[]> before = disk.get(key);
        if (before.isEmpty()) {
            return false;
        }
        byte[] match = before.get();
        if (match[0] == 0) {
            byte[] text = row.text().getBytes(UTF_8);
            match = ByteBuffer.allocate(match.length + text.length)
                    .put(match)
                    .put(text)
                    .array();
        }
        match[0] = (byte) Math.min(SEVERAL, match[0] + 1);
        disk.put(key, match);
        return true;
    }

    /** Each value that rows of the target have. */
    void each(Consumer<Match> matches) {
        byte[] prefix = prefix(VALUES).array();
        try (DiskTable.Cursor cursor = disk.from(prefix, prefix)) {
            for (; cursor.isAtEntry(); cursor.next()) {
                matches.accept(match(cursor.key(), ByteBuffer.wrap(cursor.value())));
            }
        }
    }

    private static Match match(byte[] key, ByteBuffer value) {
        List<String> values = new ArrayList<>();
        ByteBuffer texts = ByteBuffer.wrap(key, PREFIX_BYTES, key.length - PREFIX_BYTES);
        while (texts.hasRemaining()) {
            byte[] text = new byte[texts.getInt()];
            texts.get(text);
            values.add(new String(text, UTF_8));
        }
        int sources = value.get();
        int targets = value.get();
        UUID guid = new UUID(value.getLong(), value.getLong());
        String row = UTF_8.decode(value).toString();
        return new Match(
                values, sources, targets, guid, row.isEmpty() ? Optional.empty() : Optional.of(RowId.parse(row)));
    }

    private byte[] key(byte kind, List<String> texts) {
        List<byte[]> encoded = texts.stream().map(text -> text.getBytes(UTF_8)).toList();
        int length =
                encoded.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer key =
                ByteBuffer.allocate(PREFIX_BYTES + length).put(prefix(kind).array());
        encoded.forEach(text -> key.putInt(text.length).put(text));
        return key.array();
    }

    private ByteBuffer prefix(byte kind) {
        return ByteBuffer.allocate(PREFIX_BYTES).put(kind).putInt(number);
    }
}
