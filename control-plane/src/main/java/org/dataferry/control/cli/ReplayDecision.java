package org.dataferry.control.cli;

import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.control.ReplayEvent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is decided of a replay that was asked for before: one thing at a time. */
final class ReplayDecision {

    @Option(names = "--pause", paramLabel = "ID", description = "Send no further rows of it for now.")
    private @Nullable String pause;

    @Option(names = "--resume", paramLabel = "ID", description = "Go on with one that is paused, or was cut short.")
    private @Nullable String resume;

    @Option(names = "--cancel", paramLabel = "ID", description = "Send no further rows of it ever.")
    private @Nullable String cancel;

    @Option(
            names = "--approve",
            paramLabel = "ID",
            description = "Let one begin that somebody else has asked for: limits.replay.approveAbove.")
    private @Nullable String approve;

    @Option(names = "--history", description = "List all replays, and how each stands.")
    private boolean history;

    boolean isHistory() {
        return history;
    }

    /** The replay to go on with. */
    Optional<String> toResume() {
        return Optional.ofNullable(resume);
    }

    /** The replay to decide about, and not to go on with here. */
    Optional<String> toDecide() {
        return Optional.ofNullable(pause).or(() -> Optional.ofNullable(cancel)).or(() -> Optional.ofNullable(approve));
    }

    /** What to write down of it. */
    ReplayEvent event(String replayId, Author author, Instant now) {
        if (pause != null) {
            return new ReplayEvent.Paused(replayId, author.name(), author.why(), now);
        }
        if (cancel != null) {
            return new ReplayEvent.Cancelled(replayId, author.name(), author.why(), now);
        }
        return new ReplayEvent.Approved(replayId, author.name(), author.why(), now);
    }
}
