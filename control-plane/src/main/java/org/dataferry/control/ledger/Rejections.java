package org.dataferry.control.ledger;

import org.dataferry.schemas.outcome.RejectionReason;

/**
 * How many writes are rejected for a reason.
 *
 * @param row the id of a row that one of them is of, the last that came; empty if that one has another outcome by now
 * @param detail what was said of it; empty as the row is
 */
public record Rejections(RejectionReason reason, long writes, String row, String detail) {}
