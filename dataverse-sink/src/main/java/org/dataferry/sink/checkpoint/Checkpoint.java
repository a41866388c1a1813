package org.dataferry.sink.checkpoint;

import java.util.Base64;
import java.util.BitSet;

/**
 * How far a partition is done, as it is committed: the lowest unfinished offset, and in the commit's metadata which
 * later ones are finished.
 *
 * @param offset everything before it has an outcome
 * @param finished bit n stands for {@code offset + n}
 * @param closed false while its owner may have sent something after this commit. Found open by the next owner, the
 *     writes from here on may have been sent.
 */
public record Checkpoint(long offset, BitSet finished, boolean closed) {

    /** Kafka's default of {@code offset.metadata.max.bytes}. */
    static final int MOST_METADATA_BYTES = 4_096;

    /** Of a partition that nobody has owned yet: nothing of it was ever sent. */
    public static final Checkpoint BEGINNING = new Checkpoint(0, new BitSet(), true);

    private static final char OPEN = 'o';
    private static final char CLOSED = 'c';

    public Checkpoint {
        finished = (BitSet) finished.clone();
    }

    @Override
    public BitSet finished() {
        return (BitSet) finished.clone();
    }

    /** Whether the write at this offset has its outcome. */
    public boolean isFinished(long at) {
        return at < offset || at - offset <= Integer.MAX_VALUE && finished.get((int) (at - offset));
    }

    /** The metadata to commit with the offset. */
    public String metadata() {
        String text =
                (closed ? CLOSED : OPEN) + Base64.getEncoder().withoutPadding().encodeToString(finished.toByteArray());
        if (text.length() > MOST_METADATA_BYTES) {
            throw new IllegalStateException(
                    "a window of " + finished.length() + " offsets does not fit commit metadata");
        }
        return text;
    }

    /**
     * Reads a commit back. A commit without our metadata was made by a tool or by hand, to skip or to repeat; nothing is
     * known of what was sent, so it counts as open.
     */
    public static Checkpoint of(long offset, String metadata) {
        boolean ours = !metadata.isEmpty() && (metadata.charAt(0) == OPEN || metadata.charAt(0) == CLOSED);
        try {
            byte[] bits = Base64.getDecoder().decode(ours ? metadata.substring(1) : "");
            return new Checkpoint(offset, BitSet.valueOf(bits), ours && metadata.charAt(0) == CLOSED);
        } catch (IllegalArgumentException notOurs) {
            return new Checkpoint(offset, new BitSet(), false);
        }
    }
}
