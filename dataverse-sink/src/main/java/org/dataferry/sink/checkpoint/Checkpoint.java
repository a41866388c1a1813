package org.dataferry.sink.checkpoint;

import java.util.Base64;
import java.util.BitSet;

/**
 * How far a partition is done, as it is committed: the lowest unfinished offset, and in the commit's metadata which
 * later ones are finished.
 *
 * @param offset everything before it has an outcome
 * @param finished bit n stands for {@code offset + n}
 * @param reach the owner sends nothing at or beyond this offset before it has committed again; so unfinished writes before
 *     it may have been sent, and later ones were not. A closed checkpoint reaches no further than its offset.
 */
public record Checkpoint(long offset, BitSet finished, long reach) {

    /** Kafka's default of {@code offset.metadata.max.bytes}. */
    static final int MOST_METADATA_BYTES = 4_096;

    /** Of a partition that nobody has owned yet: nothing of it was ever sent. */
    public static final Checkpoint BEGINNING = new Checkpoint(0, new BitSet(), 0);

    private static final char SEPARATOR = ':';

    public Checkpoint {
        finished = (BitSet) finished.clone();
        reach = Math.max(offset, reach);
    }

    @Override
    public BitSet finished() {
        return (BitSet) finished.clone();
    }

    /** Whether the write at this offset has its outcome. */
    public boolean isFinished(long at) {
        return at < offset || at - offset <= Integer.MAX_VALUE && finished.get((int) (at - offset));
    }

    /** Whether nothing without an outcome can have been sent. */
    public boolean isClosed() {
        return reach == offset;
    }

    /** The same, reaching at least this far. */
    public Checkpoint reaching(long further) {
        return new Checkpoint(offset, finished, Math.max(reach, further));
    }

    /** The metadata to commit with the offset. */
    public String metadata() {
        String bits = Base64.getEncoder().withoutPadding().encodeToString(finished.toByteArray());
        String text = Long.toString(reach - offset) + SEPARATOR + bits;
        if (text.length() > MOST_METADATA_BYTES) {
            throw new IllegalStateException(
                    "a window of " + finished.length() + " offsets does not fit commit metadata");
        }
        return text;
    }

    /**
     * Reads a commit back. A commit without our metadata was made by a tool or by hand, to skip or to repeat; nothing is
     * known of what was sent, so it reaches over everything.
     */
    public static Checkpoint of(long offset, String metadata) {
        int separator = metadata.indexOf(SEPARATOR);
        try {
            long reach = offset + Long.parseLong(metadata, 0, Math.max(0, separator), 10);
            byte[] bits = Base64.getDecoder().decode(metadata.substring(separator + 1));
            return new Checkpoint(offset, BitSet.valueOf(bits), reach);
        } catch (IllegalArgumentException notOurs) {
            return new Checkpoint(offset, new BitSet(), Long.MAX_VALUE);
        }
    }
}
