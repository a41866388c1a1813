package org.dataferry.control.demo.check;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.dataferry.control.demo.business.Table;

/**
 * Which GUID the target has for a row that others name. Eight bytes a row: half of a GUID's bits, mixed, by which two are
 * mistaken for each other less often than memory fails.
 */
final class KnownIds {

    private static final int FIRST_ROOM = 1_024;
    private static final long NONE = 0;

    private final Map<Table, long[]> ids = new EnumMap<>(Table.class);

    static long fingerprint(String guid) {
        UUID id = UUID.fromString(guid);
        long mixed = (id.getMostSignificantBits() * 0x9E3779B97F4A7C15L) ^ id.getLeastSignificantBits();
        return mixed == NONE ? 1 : mixed;
    }

    /** Of a link's two ends, in their order. */
    static long fingerprint(long first, long second) {
        return Long.rotateLeft(first * 0xBF58476D1CE4E5B9L, 29) ^ second;
    }

    void put(Table table, long number, String guid) {
        long[] known = ids.getOrDefault(table, new long[FIRST_ROOM]);
        if (number >= known.length) {
            known = Arrays.copyOf(known, (int) Math.max(number + 1, known.length * 2L));
        }
        known[(int) number] = fingerprint(guid);
        ids.put(table, known);
    }

    /** Empty if the target does not have the row. */
    OptionalLong of(Table table, long number) {
        long[] known = ids.getOrDefault(table, new long[0]);
        return number < known.length && known[(int) number] != NONE
                ? OptionalLong.of(known[(int) number])
                : OptionalLong.empty();
    }
}
