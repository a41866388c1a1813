package org.dataferry.capture.dump;

/**
 * Why a dump is suspicious.
 *
 * @param message says what was found, and what would be right
 */
public record Finding(Kind kind, String message) {

    /** What was found; a dump can be taken nevertheless only where that makes sense. */
    public enum Kind {
        /** The file is not the one that its manifest is of. */
        CHECKSUM(false),
        ROW_COUNT(true),
        TRUNCATED(true),
        OLDER(true),
        COLUMNS_ADDED(true),
        COLUMNS_MISSING(true),
        /** Rows could not be told apart. */
        KEY_MISSING(false),
        COLUMNS_REPEATED(false),
        TYPES_CHANGED(false),
        DUPLICATE_KEYS(true),
        ENCODING(true),
        UNREADABLE_ROWS(true),
        EMPTY(true),
        DELETES(true),
        /** Nothing can be read of it. */
        UNREADABLE(false);

        private final boolean acceptable;

        Kind(boolean acceptable) {
            this.acceptable = acceptable;
        }

        /** Whether somebody may take the dump nevertheless. */
        public boolean isAcceptable() {
            return acceptable;
        }
    }
}
