package org.dataferry.sink.send;

/** How rows are brought to the target; a batch is of one action and one entity. */
public enum Action {
    /** Known to be new. */
    CREATE,
    /** Known by GUID. */
    UPDATE,
    DELETE,
    /** In doubt: found out by its key first, then updated, or upserted under the key. */
    RESOLVE
}
