package org.dataferry.control.ledger;

import org.dataferry.schemas.outcome.RejectionReason;

/**
 * How many rows are rejected for a reason, as their last write was.
 *
 * @param row the id of one of them, the last that came of its entity; empty if that one is not rejected any more
 * @param detail what was said of it; empty as the row is
 */
public record Rejections(RejectionReason reason, long rows, String row, String detail) {}
