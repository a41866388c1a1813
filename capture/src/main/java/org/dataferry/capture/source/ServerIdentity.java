package org.dataferry.capture.source;

/**
 * Which server answers at the source's address, and which of its histories it tells.
 *
 * @param system made when the server's data was; a copy has the same
 * @param timeline from 1; one more each time that a copy went its own way, by a fail-over or a restore
 */
public record ServerIdentity(long system, int timeline) {}
