package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.status.StatusDocument;

/**
 * How a run or a rebuild has ended.
 *
 * @param caughtUp with what it has caught up; empty if it was stopped
 */
record RunEnd(StatusReport report, Optional<CaughtUpWith> caughtUp) {

    /** What was in the target when it ended. */
    enum CaughtUpWith {
        /** Everything that the source had committed at the start. */
        SOURCE,
        /** Everything that the log held at the start; no capture was running. */
        LOG
    }

    ObjectNode json(Endpoints endpoints) {
        return EndpointsDocument.addTo(StatusDocument.json(report), endpoints).put("caughtUp", caughtUp.isPresent());
    }

    /** Says on the way out what is wrong, if anything is. */
    ExitCode exitCode(Console console, boolean allowRejected) {
        if (report.isSumBroken()) {
            console.progress("ferry: the sum of all writes is broken: " + report.lost()
                    + " were announced and have no outcome, and " + report.unannounced()
                    + " have an outcome and were not announced; the result and the log name them");
            return ExitCode.FAILED;
        }
        return report.hasOpenOrRejected() && !allowRejected ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
