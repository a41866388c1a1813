package org.dataferry.control.verify;

/** Is told how far a verification is. */
public interface VerifyProgress {

    /** @param running whether a run is going on */
    void begins(boolean running);

    /**
     * Called for each row.
     *
     * @param end {@code source} or {@code target}
     * @param rows how many were read
     */
    void read(String entity, String end, long rows);

    /** All rows of an entity were read once. */
    void scanned(String entity);

    void awaitsFence(int round);

    /** Rows that the source does not have any more may still be on their way out. */
    void awaitsRemovals();

    /** The rows of an entity that may differ are looked at by key. */
    void looksAgain(String entity, int round);
}
