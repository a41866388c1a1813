package org.dataferry.capture.dump;

/**
 * A row of a dump that could not be read.
 *
 * @param line of the file, from 1; 0 where only the row's content is known
 * @param reason what is wrong
 * @param raw the row as it came
 */
public record Letter(long line, String reason, String raw) {}
