package org.dataferry.control.verify;

import java.nio.file.Path;

/**
 * How to verify.
 *
 * @param mostDifferences how many are listed; all are counted
 * @param allowOthers whether the target may have rows that this migration did not make
 * @param directory where rows are kept while they are compared
 */
public record VerifyOptions(int mostDifferences, boolean allowOthers, Path directory) {}
