package org.dataferry.control.ledger;

import org.dataferry.schemas.outcome.RejectionReason;

/**
 * How many rows are rejected for a reason, as their last write was.
 *
 * @param waived of these rows, those that somebody has accepted as not migrated
 * @param row the id of one of them, the last that came of its entity; empty if that one is not rejected any more
 * @param detail what was said of it; empty as the row is
 */
public record Rejections(RejectionReason reason, long rows, long waived, String row, String detail) {}
