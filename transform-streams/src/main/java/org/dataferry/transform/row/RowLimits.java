package org.dataferry.transform.row;

/**
 * Limits of a row.
 *
 * @param unappliedImages see {@code limits.transform.unappliedImages}
 * @param deleteRetries see {@code limits.transform.deleteRetries}
 */
public record RowLimits(int unappliedImages, int deleteRetries) {}
