package org.dataferry.capture.progress;

/**
 * What capture has done since it was started.
 *
 * @param changes rows and changes handed to Kafka, those delivered again included
 * @param lastLsn the log position of the last transaction whose changes are all acknowledged; 0 before the first
 */
public record CaptureCounts(long changes, long lastLsn) {}
