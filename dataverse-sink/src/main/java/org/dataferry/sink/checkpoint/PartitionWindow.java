package org.dataferry.sink.checkpoint;

import java.util.BitSet;

/**
 * The offsets of one partition between the lowest unfinished one and the next to be read.
 *
 * <p>Offsets that are never delivered, as transaction markers have, count as finished.
 */
public final class PartitionWindow {

    private final Checkpoint resumedFrom;
    private final int limit;
    private long base;
    private long next;
    private BitSet finished = new BitSet();

    /**
     * @param resumedFrom what the last owner committed
     * @param limit the most offsets between the lowest unfinished one and the next to be read
     */
    public PartitionWindow(Checkpoint resumedFrom, int limit) {
        this.resumedFrom = resumedFrom;
        this.limit = limit;
        this.base = resumedFrom.offset();
        this.next = base;
    }

    /**
     * A record was read.
     *
     * @return false if it has its outcome already and there is nothing to do
     */
    public boolean deliver(long offset) {
        if (offset < next) {
            throw new IllegalStateException("offset " + offset + " was delivered before; the next is " + next);
        }
        finished.set(index(next), index(offset));
        next = offset + 1;
        if (resumedFrom.isFinished(offset)) {
            finish(offset);
            return false;
        }
        return true;
    }

    /** The write at this offset has its outcome. */
    public void finish(long offset) {
        if (offset < base || offset >= next || finished.get(index(offset))) {
            throw new IllegalStateException(
                    "offset " + offset + " is not underway; the window is " + base + " to " + (next - 1));
        }
        finished.set(index(offset));
    }

    /** Nothing more is read until older offsets are finished: the window must fit the commit's metadata. */
    public boolean isFull() {
        return next - lowestUnfinished() >= limit;
    }

    public boolean isEmpty() {
        return lowestUnfinished() == next;
    }

    /**
     * What to commit now.
     *
     * @param position the consumer's; it may be beyond the last record by the markers that follow it
     * @param closed that nothing more is sent after this commit
     */
    public Checkpoint checkpoint(long position, boolean closed) {
        if (isEmpty() && position > next) {
            slideTo(next);
            base = position;
            next = position;
        } else {
            slideTo(lowestUnfinished());
        }
        return new Checkpoint(base, finished.get(0, index(next)), closed);
    }

    /** Everything before it has its outcome. */
    public long lowestUnfinished() {
        return Math.min(next, base + finished.nextClearBit(0));
    }

    private void slideTo(long offset) {
        int by = index(offset);
        if (by > 0) {
            finished = finished.get(by, Math.max(by, finished.length()));
            base = offset;
        }
    }

    private int index(long offset) {
        return Math.toIntExact(offset - base);
    }
}
