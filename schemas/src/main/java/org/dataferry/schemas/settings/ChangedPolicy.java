package org.dataferry.schemas.settings;

/** What becomes of a write to a row that somebody changed in the target since Ferry wrote it. */
public enum ChangedPolicy {
    /** The source wins. Nobody looks whether the row was changed, so that costs nothing. */
    OVERWRITE,
    /** The target wins: the write is skipped, and so is each later one, as long as this is the policy. */
    KEEP,
    /** The write is rejected, and so is each later one; a replay overwrites the row. */
    REPORT
}
