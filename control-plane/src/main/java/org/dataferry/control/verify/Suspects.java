package org.dataferry.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;

/** The rows of an entity that may differ, on disk. Each stays until something is known of it. */
final class Suspects {

    /** A row that may differ. */
    sealed interface Suspect {

        /**
         * One that this migration makes.
         *
         * @param wanted whether the source wanted it when it was last read
         * @param held how often the target had it then
         * @param equalLooks how many looks in a row have shown the same
         * @param looks how many there were at all
         * @param last the digest of what the last one has shown
         */
        record Own(RowId row, boolean wanted, int held, int equalLooks, int looks, Digest last) implements Suspect {}

        /** One that it does not make. */
        record Foreign(UUID id) implements Suspect {}
    }

    private static final byte OWN = 1;
    private static final byte FOREIGN = 2;

    private final DiskTable disk;
    private final byte[] prefix;
    private final Digests digests = new Digests();

    /** @param prefix of all keys on disk that are theirs */
    Suspects(DiskTable disk, byte[] prefix) {
        this.disk = disk;
        this.prefix = prefix.clone();
    }

    void put(Suspect suspect) {
        switch (suspect) {
            case Suspect.Own own -> {
                byte[] row = own.row().text().getBytes(UTF_8);
                ByteBuffer value = ByteBuffer.allocate(2 + 3 * Integer.BYTES + Digest.BYTES + row.length)
                        .put(OWN)
                        .put((byte) (own.wanted() ? 1 : 0))
                        .putInt(own.held())
                        .putInt(own.equalLooks())
                        .putInt(own.looks());
                disk.put(key(suspect), own.last().write(value).put(row).array());
            }
            case Suspect.Foreign(UUID id) -> disk.put(key(suspect), new byte[] {FOREIGN});
        }
    }

    void remove(Suspect suspect) {
        disk.remove(key(suspect));
    }

    /**
     * Up to a number of them.
     *
     * @param after the last one of those that were given before; empty to begin
     */
    List<Suspect> some(Optional<Suspect> after, int most) {
        List<Suspect> some = new ArrayList<>();
        byte[] first = after.map(this::key).orElse(prefix);
        try (DiskTable.Cursor cursor = disk.from(prefix, first)) {
            for (; cursor.isAtEntry() && some.size() < most; cursor.next()) {
                Suspect suspect = read(cursor.key(), cursor.value());
                if (after.isEmpty() || !Arrays.equals(cursor.key(), first)) {
                    some.add(suspect);
                }
            }
        }
        return some;
    }

    private byte[] key(Suspect suspect) {
        ByteBuffer key = ByteBuffer.allocate(prefix.length + 1 + Digest.BYTES).put(prefix);
        return switch (suspect) {
            case Suspect.Own own ->
                digests.of(own.row().text()).write(key.put(OWN)).array();
            case Suspect.Foreign(UUID id) ->
                key.put(FOREIGN)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
        };
    }

    private Suspect read(byte[] key, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (bytes.get() == FOREIGN) {
            ByteBuffer id = ByteBuffer.wrap(key).position(prefix.length + 1);
            return new Suspect.Foreign(new UUID(id.getLong(), id.getLong()));
        }
        boolean wanted = bytes.get() == 1;
        int held = bytes.getInt();
        int equalLooks = bytes.getInt();
        int looks = bytes.getInt();
        Digest last = Digest.read(bytes);
        String row = UTF_8.decode(bytes).toString();
        return new Suspect.Own(RowId.parse(row), wanted, held, equalLooks, looks, last);
    }
}
