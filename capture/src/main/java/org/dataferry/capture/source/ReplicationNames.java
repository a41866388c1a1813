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

    /** The second slot that there is while a snapshot that was interrupted goes on. */
    public String keptSlot() {
        return slot.substring(0, Math.min(slot.length(), LONGEST - KEPT.length())) + KEPT;
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
