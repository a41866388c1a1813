package org.dataferry.capture.dump.publish;

/**
 * Up to where the dumps of a table are published.
 *
 * @param series the history of dumps that the number counts in
 * @param epoch of the positions, from 1; a new one for each series
 * @param number the last dump whose changes are all acknowledged; 0 before the first of the epoch
 */
record PublishedDump(String series, int epoch, long number) {}
