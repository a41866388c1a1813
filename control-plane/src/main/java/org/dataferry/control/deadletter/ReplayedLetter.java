package org.dataferry.control.deadletter;

/** What became of a dead letter that was to be replayed. */
public sealed interface ReplayedLetter {

    /** Whether it stands where it is read again, so that nobody has to look at it any more. */
    default boolean isDone() {
        return false;
    }

    /** In words, with what to do if there is something. */
    String words();

    /** @param offset in its topic and partition, at which it stands once more */
    record Published(long offset) implements ReplayedLetter {
        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public String words() {
            return "published again, at offset " + offset + "; ferry status tells what becomes of it";
        }
    }

    /** A replay before this one was killed between publishing it and writing that down. */
    record PublishedBefore(long offset) implements ReplayedLetter {
        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public String words() {
            return "was published again before, at offset " + offset;
        }
    }

    /**
     * Something of the same row came while it was published, so it was too late.
     *
     * @param offset in its topic and partition, at which it stands once more in vain
     */
    record Overtaken(long offset) implements ReplayedLetter {
        @Override
        public String words() {
            return "overtaken by another record while it was published again, at offset " + offset
                    + "; replay it once more, which says what to do";
        }
    }

    /** @param reason why */
    record StillUnreadable(String reason) implements ReplayedLetter {
        @Override
        public String words() {
            return "still cannot be read: " + reason;
        }
    }

    /**
     * Transform has read a later change of the row, so this one would be taken for one that was delivered again.
     *
     * @param offset of that change
     * @param whole whether that one says all there is to say of the row
     */
    record Superseded(long offset, boolean whole) implements ReplayedLetter {
        @Override
        public String words() {
            return whole
                    ? "superseded by the change at offset " + offset
                            + ", which has the whole row: nothing is missing; discard it"
                    : "superseded by the change at offset " + offset
                            + ", which left columns out that it did not change, so"
                            + " the target may lack their values: change the row at the source once more, then discard it";
        }
    }

    /** The table was read anew since, or emptied: the row is there as a later change, or the source does not have it. */
    record ReadAnew(long offset) implements ReplayedLetter {
        @Override
        public String words() {
            return "the table was read anew since, as the record at offset " + offset
                    + " tells: nothing is missing; discard" + " it";
        }
    }

    /** It is no change of a row. */
    record NoChange() implements ReplayedLetter {
        @Override
        public String words() {
            return "it can be read, and is no change of a row but the end of a reading of the table, which cannot be"
                    + " published again";
        }
    }

    /** Nobody said where its input stands, or it is not there. */
    record Gone() implements ReplayedLetter {
        @Override
        public String words() {
            return "its input is not at the place in the topic that it names";
        }
    }
}
