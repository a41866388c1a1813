package org.dataferry.schemas.control;

/**
 * One way in which the schema of a source table is not what it was.
 *
 * @param before what was there, such as {@code price numeric(10,2)}; empty where nothing was
 * @param after what is there now; empty where nothing is
 */
public record SourceDrift(Kind kind, String before, String after) {

    /** Closed, so that a page can group and explain them. */
    public enum Kind {
        /** Rows that were there before have a value in it that the log was never told. */
        COLUMN_ADDED("column added"),
        COLUMN_DROPPED("column dropped"),
        /** The catalogue says that it is the same column. */
        COLUMN_RENAMED("column renamed"),
        /** Rows may have been rewritten, which the log is not told. */
        COLUMN_RETYPED("column retyped"),
        /** Rows are known by other keys now. */
        KEY_CHANGED("primary key changed"),
        /** A table that no mapping reads. */
        TABLE_ADDED("table added"),
        TABLE_DROPPED("table dropped"),
        TABLE_RENAMED("table renamed"),
        /** The registry says that readers of earlier changes would not understand the new ones. */
        REFUSED("refused by the schema registry");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** For people: {@code column retyped: price numeric(10,2) → price text}. */
    public String text() {
        String arrow = before.isEmpty() || after.isEmpty() ? "" : " → ";
        return kind.words() + ": " + before + arrow + after;
    }
}
