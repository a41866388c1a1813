package org.dataferry.capture.source;

/** What became of a script. */
public sealed interface LoadedScript {

    /** The file's SHA-256 in lower-case hexadecimal. */
    String sha256();

    /**
     * It was loaded and committed.
     *
     * @param statements statements that ran, COPYs included
     * @param copiedRows rows that came by COPY
     */
    record Loaded(String sha256, long statements, long copiedRows) implements LoadedScript {}

    /** A file with the same content was loaded before; nothing was done. */
    record AlreadyLoaded(String sha256) implements LoadedScript {}
}
