package org.dataferry.sink.send;

/** How rows are brought to the target; a batch is of one action and one entity. */
public enum Action {
    /** Known to be new. */
    CREATE,
    /** Known by GUID. */
    UPDATE,
    DELETE,
    /** In doubt: found out by its key first, then updated, or upserted under the key. */
    RESOLVE,
    /** Parts of a row that must be there, one by one, by GUID or by key. */
    PATCH,
    /** The content of a file column, of one row at a time. */
    FILE,
    /** Two rows are linked, or not any more. The batch is of a relationship instead of an entity. */
    LINK,
    /** Rows that Ferry did not make are read before they are written. */
    READ_OLD;

    /** Whether it is a bulk request, of which all rows are done or none. The others are parts of a batch, or single requests. */
    public boolean isBulk() {
        return switch (this) {
            case CREATE, UPDATE, RESOLVE -> true;
            case DELETE, PATCH, FILE, LINK, READ_OLD -> false;
        };
    }
}
