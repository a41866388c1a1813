package org.dataferry.control.demo;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.dataferry.control.demo.check.CheckReport;
import org.dataferry.control.ledger.StatusReport;

/**
 * What a demo did and found.
 *
 * @param continued whether it went on where a killed one had stopped
 * @param rates rows of the beginning per second: {@code capture}, {@code transform}, {@code sink}, {@code overall}; empty
 *     where nothing was left to do
 * @param durations of its parts, in their order
 * @param changes live changes, of all its runs
 * @param changesSinceCheck live changes after the last self-check
 * @param check the last self-check
 */
public record DemoReport(
        DemoSettings settings,
        boolean continued,
        Map<String, OptionalDouble> rates,
        Map<String, Duration> durations,
        long changes,
        long changesSinceCheck,
        CheckReport check,
        StatusReport status) {

    /** Whether the self-check passed, and the sum of all writes holds. */
    public boolean isPassed() {
        return check.isPassed() && !status.isSumBroken() && status.deadLetters() == 0;
    }
}
