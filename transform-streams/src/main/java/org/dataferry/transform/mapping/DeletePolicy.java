package org.dataferry.transform.mapping;

/** What becomes of a row of the target when its source row is gone, or the filter leaves it out. */
public enum DeletePolicy {
    DELETE,
    /** It stays, inactive. */
    DEACTIVATE,
    /** It stays as it is. */
    KEEP
}
