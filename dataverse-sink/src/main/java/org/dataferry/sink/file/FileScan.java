package org.dataferry.sink.file;

/** Looks whether a file is clean, before it is sent. */
public interface FileScan {

    /** What a scan found. */
    sealed interface Verdict {

        /** @param digest of what was scanned, by {@link Sha256}: only this may be sent */
        record Clean(byte[] digest) implements Verdict {}

        /** @param words of the scanner */
        record Infected(String words) implements Verdict {}

        /** The scanner could not tell. The file is not sent, and scanned again later. */
        record Undecided(String why) implements Verdict {}
    }

    /** Blocks for as long as it takes; safe for many threads. */
    Verdict scan(FileSource file) throws InterruptedException;
}
