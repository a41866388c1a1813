package org.dataferry.control.status;

/**
 * A state, and why it is that.
 *
 * @param why in a sentence without an end; what it names as times are those of the operator's zone
 */
public record Assessment(SyncState state, String why) {}
