package org.dataferry.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;

/**
 * Reads all rows of one entity, or links of one relationship, once at both ends, and finds those that may differ.
 *
 * <ol>
 *   <li>Each row is a digest of its id and fields. Per range of keys both sides add up their digests and count their rows;
 *       in ranges where both are equal, all rows are.
 *   <li>Digests go to disk by key. The other ranges are read again from there, both sides in step.
 * </ol>
 *
 * <p>Memory does not grow with the number of rows, nor with the number of differences.
 */
final class EntityScan {

    /** All that can tell a row that is refused from one that the target holds. */
    private static final Digest REFUSED = new Digest(-1, -1);

    private static final byte WANTED = 'w';
    private static final byte HELD = 'h';

    /** Of a refused row no fields are known. */
    private static final short NO_FIELDS = -1;

    private static final int VALUE_HEADER = Digest.BYTES + Short.BYTES;

    private final String entity;
    private final DiskTable disk;
    private final boolean allowOthers;
    private final Suspects suspects;
    private final Tally tally;
    private final FieldSets fieldSets = new FieldSets();
    private final Digests digests = new Digests();
    private final RangeSums wantedSums;
    private final RangeSums heldSums;

    /** What the scan can say of all rows together. */
    record Checksums(Digest source, Digest target, int ranges, int differing) {}

    /**
     * @param estimatedRows about how many there are; decides how fine the ranges are
     * @param allowOthers whether rows that this migration did not make are to be there
     */
    EntityScan(String entity, long estimatedRows, DiskTable disk, boolean allowOthers, Suspects suspects, Tally tally) {
        this.entity = entity;
        this.disk = disk;
        this.allowOthers = allowOthers;
        this.suspects = suspects;
        this.tally = tally;
        int bits = RangeSums.bits(estimatedRows);
        this.wantedSums = new RangeSums(bits);
        this.heldSums = new RangeSums(bits);
    }

    /** @param progress told how many rows were read so far */
    void readSource(SourceSide.Moment source, LongConsumer progress) throws InterruptedException {
        long[] read = {0};
        source.all(entity, row -> {
            progress.accept(++read[0]);
            want(row);
        });
    }

    /** To be called when the source was read. */
    void readTarget(TargetSide target, LongConsumer progress) throws InterruptedException {
        long[] read = {0};
        target.all(entity, new TreeSet<>(fieldSets.all()), row -> {
            progress.accept(++read[0]);
            hold(row);
        });
    }

    private void want(WantedRow row) {
        switch (row.content()) {
            case WantedRow.Content.LeftOut leftOut -> tally.filtered();
            case WantedRow.Content.Refused refused -> want(row.row(), REFUSED, NO_FIELDS);
            case WantedRow.Content.Fields(var fields) -> {
                int set = fieldSets.numberOf(fields.keySet());
                want(row.row(), digests.of(row.row().text(), fieldSets.names(set), fields), (short) set);
            }
        }
    }

    private void want(RowId row, Digest digest, short fieldSet) {
        Digest key = digests.of(row.text());
        byte[] onDisk = key(WANTED, key).array();
        // Several source rows may make one link; a row of its own is made by one.
        if (!(row instanceof RowId.OfSource) && disk.get(onDisk).isPresent()) {
            return;
        }
        disk.put(onDisk, value(digest, fieldSet, row));
        wantedSums.add(key, digest);
        tally.wanted(1);
    }

    private void hold(HeldRow held) {
        tally.held(1);
        if (held.row().isEmpty()) {
            if (allowOthers) {
                tally.other();
            } else {
                suspects.put(new Suspects.Suspect.Foreign(held.id()));
            }
            return;
        }
        RowId row = held.row().get();
        Digest key = digests.of(row.text());
        Digest digest = fieldSet(key)
                .map(set -> digests.of(row.text(), fieldSets.names(set), held.fields()))
                .orElse(Digest.ZERO);
        ByteBuffer onDisk = key(HELD, key)
                .putLong(held.id().getMostSignificantBits())
                .putLong(held.id().getLeastSignificantBits());
        disk.put(onDisk.array(), value(digest, NO_FIELDS, row));
        heldSums.add(key, digest);
    }

    /** Which fields of a row count: those that the source's row has. Where all rows have the same, it is not asked. */
    private Optional<Integer> fieldSet(Digest key) {
        if (fieldSets.size() == 1) {
            return Optional.of(0);
        }
        return disk.get(key(WANTED, key).array())
                .map(value ->
                        (int) ByteBuffer.wrap(value).position(Digest.BYTES).getShort())
                .filter(set -> set != NO_FIELDS);
    }

    /** Counts the rows of ranges that are equal, and finds the suspects of the others. What is on disk is removed. */
    Checksums compare() {
        int differing = 0;
        for (int range = 0; range < wantedSums.ranges(); range++) {
            if (wantedSums.isSame(heldSums, range)) {
                tally.matched(wantedSums.count(range));
            } else {
                differing++;
                compare(range);
            }
        }
        disk.removeAll(new byte[] {WANTED});
        disk.removeAll(new byte[] {HELD});
        return new Checksums(wantedSums.total(), heldSums.total(), wantedSums.ranges(), differing);
    }

    private void compare(int range) {
        byte[] begin = wantedSums.begin(range).bytes();
        try (DiskTable.Cursor wanted = from(WANTED, begin);
                DiskTable.Cursor held = from(HELD, begin)) {
            while (isWithin(wanted, range) || isWithin(held, range)) {
                byte[] key = lesser(wanted, held, range);
                Optional<byte[]> one = isAt(wanted, key) ? Optional.of(wanted.value()) : Optional.empty();
                if (one.isPresent()) {
                    wanted.next();
                }
                int count = 0;
                byte[] last = new byte[0];
                for (; isAt(held, key); held.next()) {
                    last = held.value();
                    count++;
                }
                compare(one, count, last);
            }
        }
    }

    private void compare(Optional<byte[]> wanted, int held, byte[] heldValue) {
        boolean same = wanted.isPresent()
                && held == 1
                && Arrays.equals(wanted.get(), 0, Digest.BYTES, heldValue, 0, Digest.BYTES);
        if (same) {
            tally.matched(1);
        } else {
            byte[] value = wanted.orElse(heldValue);
            String row = new String(value, VALUE_HEADER, value.length - VALUE_HEADER, UTF_8);
            suspects.put(new Suspects.Suspect.Own(RowId.parse(row), wanted.isPresent(), held, 0, 0, Digest.ZERO));
        }
    }

    private DiskTable.Cursor from(byte side, byte[] begin) {
        byte[] first = new byte[1 + begin.length];
        first[0] = side;
        System.arraycopy(begin, 0, first, 1, begin.length);
        return disk.from(new byte[] {side}, first);
    }

    private byte[] lesser(DiskTable.Cursor wanted, DiskTable.Cursor held, int range) {
        if (!isWithin(wanted, range)) {
            return row(held);
        }
        if (!isWithin(held, range)) {
            return row(wanted);
        }
        return Arrays.compareUnsigned(row(wanted), row(held)) <= 0 ? row(wanted) : row(held);
    }

    private boolean isWithin(DiskTable.Cursor cursor, int range) {
        return cursor.isAtEntry() && wantedSums.range(Digest.read(ByteBuffer.wrap(row(cursor)))) == range;
    }

    private static boolean isAt(DiskTable.Cursor cursor, byte[] row) {
        return cursor.isAtEntry() && Arrays.equals(row(cursor), row);
    }

    private static byte[] row(DiskTable.Cursor cursor) {
        return Arrays.copyOfRange(cursor.key(), 1, 1 + Digest.BYTES);
    }

    private static ByteBuffer key(byte side, Digest row) {
        int room = side == HELD ? 2 * Long.BYTES : 0;
        return row.write(ByteBuffer.allocate(1 + Digest.BYTES + room).put(side));
    }

    private static byte[] value(Digest digest, short fieldSet, RowId row) {
        byte[] text = row.text().getBytes(UTF_8);
        ByteBuffer value = ByteBuffer.allocate(VALUE_HEADER + text.length);
        return digest.write(value).putShort(fieldSet).put(text).array();
    }
}
