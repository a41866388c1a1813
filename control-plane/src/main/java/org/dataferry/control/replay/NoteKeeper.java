package org.dataferry.control.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.ledger.EntityStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the note of a replay while it is sent: every second, also when nothing moves, so that others see that it is sent. */
final class NoteKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(NoteKeeper.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Path state;
    private final String replayId;
    private final Clock clock;
    private ReplayNote note;
    private boolean isTroubled;

    NoteKeeper(Path state, String replayId, Clock clock) {
        this.state = state;
        this.replayId = replayId;
        this.clock = clock;
        this.note = ReplayNote.load(state, replayId).orElse(ReplayNote.begin(Optional.empty(), Instant.EPOCH));
    }

    void look(long sent, EntityStatus sum) {
        if (Duration.between(note.at(), clock.instant()).compareTo(BETWEEN) >= 0) {
            keep(sent, ReplayCounts.underWay(sum));
        } else {
            note = note.with(sent, ReplayCounts.underWay(sum), note.at());
        }
    }

    void last(EntityStatus sum) {
        keep(note.sent(), ReplayCounts.underWay(sum));
    }

    private void keep(long sent, Map<String, Long> writes) {
        note = note.with(sent, writes, clock.instant());
        try {
            note.save(state, replayId);
        } catch (IOException failed) {
            if (!isTroubled) {
                LOG.warn("How far a replay is cannot be written down replayId={}", replayId, failed);
            }
            isTroubled = true;
        }
    }
}
