package org.dataferry.capture.source;

import java.util.Locale;

/**
 * What capture's objects in the source are called.
 *
 * @param slot the replication slot; PostgreSQL allows 63 of a-z, 0-9 and _ in it
 * @param publication the publication
 */
public record ReplicationNames(String slot, String publication) {

    private static final int LONGEST = 63;
    private static final String PREFIX = "ferry_";
    private static final String KEPT = "_kept";
    private static final String AGAIN = "_again";

    /** The second slot that there is while a snapshot that was interrupted goes on. */
    public String keptSlot() {
        return withEnd(KEPT);
    }

    /** The slot that there is while rows of a table are read again; it goes away with its connection. */
    public String againSlot() {
        return withEnd(AGAIN);
    }

    private String withEnd(String end) {
        return slot.substring(0, Math.min(slot.length(), LONGEST - end.length())) + end;
    }

    /** Names that differ for any two pairs of migration and source, save for a collision of hashes. */
    public static ReplicationNames of(String migration, String source) {
        String plain = PREFIX + (migration + "_" + source).toLowerCase(Locale.ROOT);
        String legal = plain.replaceAll("[^a-z0-9_]", "_");
        // The separator is legal in a migration's name too, so the hash is left out only where nothing can be confused.
        boolean unambiguous = legal.equals(plain) && !migration.contains("_") && !source.contains("_");
        if (!unambiguous || legal.length() > LONGEST) {
            String hash = "_" + Integer.toHexString((migration + "/" + source).hashCode());
            legal = legal.substring(0, Math.min(legal.length(), LONGEST - hash.length())) + hash;
        }
        return new ReplicationNames(legal, legal);
    }
}
