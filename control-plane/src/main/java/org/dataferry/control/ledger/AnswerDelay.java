package org.dataferry.control.ledger;

import java.time.Duration;

/**
 * How long writes took from the commit at the source to the target's answer. Writes that were parked, deferred or bounced
 * meanwhile are not among them.
 *
 * @param writes how many it is told of
 * @param worst of them
 */
public record AnswerDelay(long writes, Duration median, Duration worst) {}
