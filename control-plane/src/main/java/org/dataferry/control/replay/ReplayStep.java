package org.dataferry.control.replay;

/**
 * One command of a replay.
 *
 * @param entity that is to be sent again, or the relationship of links
 * @param row of which source row
 */
public record ReplayStep(String entity, ReplayRow row) {}
