package org.dataferry.sink.checkpoint;

import java.util.BitSet;

/**
 * The offsets of one partition between the lowest unfinished one and the next to be read.
 *
 * <ol>
 *   <li>Offsets that are never delivered, as transaction markers and aborted records have, count as finished.
 *   <li>A record is taken only if it lies less than {@code limit} beyond the offset committed last. So the bits of what is
 *       finished fit the metadata of a commit, and the next owner knows how far writes may have been sent.
 *   <li>What an earlier owner finished out of order stays finished, also in commits made before it is read again.
 * </ol>
 */
public final class PartitionWindow {

    private final int limit;
    private long committed;
    private long base;
    private long next;
    private long awaited;
    private BitSet finished;

    /** What delivering a record means. */
    public enum Delivery {
        /** It is to be written. */
        NEW,
        /** It has its outcome already. */
        FINISHED,
        /** It does not fit now, and is to be read again once the window is not full any more. */
        NO_ROOM
    }

    /**
     * @param resumedFrom what the last owner committed
     * @param limit the most offsets between the one committed last and the next to be read
     */
    public PartitionWindow(Checkpoint resumedFrom, int limit) {
        this.limit = limit;
        this.committed = resumedFrom.offset();
        this.base = resumedFrom.offset();
        this.next = base;
        this.awaited = base;
        this.finished = resumedFrom.finished();
    }

    /** A record was read. */
    public Delivery deliver(long offset) {
        if (offset < next) {
            throw new IllegalStateException("offset " + offset + " was delivered before; the next is " + next);
        }
        if (!fits(offset)) {
            awaited = offset;
            return Delivery.NO_ROOM;
        }
        skipTo(offset);
        next = offset + 1;
        return finished.get(index(offset)) ? Delivery.FINISHED : Delivery.NEW;
    }

    /** The write at this offset has its outcome. */
    public void finish(long offset) {
        if (offset < base || offset >= next || finished.get(index(offset))) {
            throw new IllegalStateException(
                    "offset " + offset + " is not underway; the window is " + base + " to " + (next - 1));
        }
        finished.set(index(offset));
    }

    /** Nothing more is read until older offsets are finished, and that is committed. */
    public boolean isFull() {
        return !fits(Math.max(next, awaited));
    }

    /** Everything that was read has its outcome. */
    public boolean isEmpty() {
        return lowestUnfinished() == next;
    }

    /**
     * What to commit now.
     *
     * @param position the consumer's: everything before it was delivered here, or never will be
     * @param closed that nothing that is unfinished was sent, nor will be
     */
    public Checkpoint checkpoint(long position, boolean closed) {
        if (position > next && (isEmpty() || fits(position - 1))) {
            skipTo(position);
        }
        slideTo(lowestUnfinished());
        return new Checkpoint(base, finished, closed ? base : base + limit);
    }

    /** The checkpoint is in Kafka now. */
    public void committed(Checkpoint checkpoint) {
        committed = checkpoint.offset();
    }

    /** Everything before it has its outcome. */
    public long lowestUnfinished() {
        return Math.min(next, base + finished.nextClearBit(0));
    }

    /** Whether all records before this offset were delivered, as far as that is known: {@link #checkpoint} passes markers. */
    public boolean hasRead(long offset) {
        return Math.max(next, awaited) >= offset;
    }

    private boolean fits(long offset) {
        return offset - committed < limit;
    }

    /** Nothing more comes before this offset. */
    private void skipTo(long offset) {
        if (isEmpty()) {
            slideTo(offset);
        } else {
            finished.set(index(next), index(offset));
        }
        next = Math.max(next, offset);
    }

    private void slideTo(long offset) {
        if (offset > base) {
            long by = offset - base;
            finished = by < finished.length() ? finished.get((int) by, finished.length()) : new BitSet();
            base = offset;
        }
    }

    private int index(long offset) {
        return Math.toIntExact(offset - base);
    }
}
