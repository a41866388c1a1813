package org.dataferry.transform.row;

/**
 * Limits of a row.
 *
 * @param unappliedImages see {@code limits.transform.unappliedImages}
 * @param deleteRetries see {@code limits.transform.deleteRetries}
 * @param carriedFileBytes see {@code limits.files.carriedBytes}
 */
public record RowLimits(int unappliedImages, int deleteRetries, int carriedFileBytes) {}
