package org.dataferry.control.bench;

/**
 * What a kill showed.
 *
 * @param millis from the kill to the next committed write that a reader sees; the start of a new Java is in it
 * @param amidRows whether rows were left when it was killed; if not, the figure means nothing
 * @param missing rows that were not written in the end
 * @param twice rows that were written again
 */
record ResumeFigures(long millis, boolean amidRows, long missing, long twice) {}
