package org.dataferry.schemas.write;

/** The part of a row that a write is about. Parts of one row succeed and fail by themselves. */
public enum Part {
    /** The row and its columns. Only this part may create the row. */
    ROW,
    /** A lookup that was left out first and is patched later. */
    LOOKUP,
    /** State and status, due in a later phase. */
    STATE,
    /** A link through an N:N relationship. */
    LINK,
    /** The content of a file column. */
    FILE;

    /** Whether a row can have several of it, each about one column. */
    public boolean isOfColumn() {
        return this == LOOKUP || this == FILE;
    }
}
