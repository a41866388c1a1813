package org.dataferry.transform.mapping;

/** What becomes of a row that the target has lost although Ferry did not remove it. */
public enum LostPolicy {
    /** It is written anew from its last image. */
    REWRITE,
    /** It is told of, and stays away until its source row changes or is replayed. */
    REPORT
}
