package org.dataferry.control.ledger;

import java.time.Instant;

/**
 * Where a write was announced.
 *
 * @param at when what caused it was captured
 * @param partition of the topic of fan-outs
 * @param offset there
 */
public record Announcement(Instant at, int partition, long offset) {}
