package org.dataferry.control.cli;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.schemas.outcome.RejectionReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What somebody wants of waivers: one thing at a time. */
final class WaiverDecision {

    @Option(
            names = "--key",
            paramLabel = "K",
            description =
                    "All that is refused or parked of this row; may be given several times. As for ferry replay, or the"
                            + " id of the row.")
    private Set<String> keys = new LinkedHashSet<>();

    @Option(names = "--reason", paramLabel = "CODE", description = "All that is refused for this reason.")
    private @Nullable RejectionReason reason;

    @Option(names = "--all-rejected", description = "All that is refused.")
    private boolean allRejected;

    @Option(names = "--all-parked", description = "All that is parked.")
    private boolean allParked;

    @Option(names = "--withdraw", paramLabel = "ID", description = "Take a waiver back.")
    private @Nullable String withdraw;

    @Option(names = "--list", description = "List all waivers.")
    private boolean list;

    /** Whether it is one thing, and not none or several. */
    boolean isOne() {
        return Stream.of(!keys.isEmpty(), reason != null, allRejected, allParked, withdraw != null, list)
                        .filter(given -> given)
                        .count()
                == 1;
    }

    /** Which rows are waived; empty if none are. */
    Optional<WaiverChoice> choice() {
        if (!keys.isEmpty()) {
            return Optional.of(new WaiverChoice.OfKeys(keys));
        }
        if (allParked) {
            return Optional.of(new WaiverChoice.Parked());
        }
        return reason != null || allRejected
                ? Optional.of(new WaiverChoice.Refused(Optional.ofNullable(reason)))
                : Optional.empty();
    }

    /** The waiver to take back. */
    Optional<String> toWithdraw() {
        return Optional.ofNullable(withdraw);
    }
}
