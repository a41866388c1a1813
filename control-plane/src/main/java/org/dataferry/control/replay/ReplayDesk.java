package org.dataferry.control.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.dataferry.control.RefusedException;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.topic.MigrationTopics;

/** Where people decide about replays. For one thread. */
public final class ReplayDesk implements AutoCloseable {

    private final ReplayWatch watch;
    private final ControlJournal journal;

    private ReplayDesk(ReplayWatch watch, ControlJournal journal) {
        this.watch = watch;
        this.journal = journal;
    }

    /** Reads all that was decided before the call. */
    public static ReplayDesk open(MigrationTopics topics, ConfluentAvro avro, Properties client, Duration timeout) {
        return new ReplayDesk(
                ReplayWatch.open(topics, avro, client, timeout), new ControlJournal(topics, avro, client));
    }

    /** How a replay stands, as far as decisions have arrived by now. */
    public ReplayStory.Stage stage(String replayId) {
        return watch.stage(replayId);
    }

    /** The newest first. */
    public List<ReplayStory> all() {
        return watch.stories().all();
    }

    /**
     * @param id the replay's id, or as much of its beginning as tells it from others
     * @throws SettingsException if it is none's, or that of several
     */
    public ReplayStory find(String id) {
        List<ReplayStory> found = all().stream()
                .filter(story -> story.request().replayId().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new SettingsException(
                    (found.isEmpty() ? "there is no replay " : found.size() + " replays begin with ") + id
                            + "; ferry replay DIR --history lists them");
        }
        return found.getFirst();
    }

    /** Writes down that somebody wants a replay. */
    public void request(ReplayEvent.Requested request) {
        journal.write(request);
        watch.stories().take(request);
    }

    /**
     * Ends replays of which this machine's request was not acknowledged, and which stand in the topic after all.
     *
     * @param state of the migration on this machine
     */
    public void endUnacknowledged(Path state, Instant at) {
        all().stream()
                .filter(story -> !story.stage().isFinal())
                .filter(story ->
                        UnacknowledgedRequests.isNoted(state, story.request().replayId()))
                .forEach(story -> UnacknowledgedRequests.end(state, story, this, at));
    }

    /**
     * Returns when it is written down; whoever sends the commands follows within a second.
     *
     * @throws RefusedException if it cannot be, as the replay stands, or if who wants it approves it
     */
    public void decide(ReplayEvent event) {
        ReplayStory story = find(event.replayId());
        if (event instanceof ReplayEvent.Approved
                && event.by().equals(story.request().by())) {
            throw new RefusedException("replay " + event.replayId() + " was asked for by " + event.by()
                    + ", so somebody else has to approve it: limits.replay.approveAbove");
        }
        if (story.after(event).isEmpty()) {
            throw new RefusedException(
                    "replay " + event.replayId() + " " + words(story.stage()) + ", so that is not possible");
        }
        journal.write(event);
        watch.stories().take(event);
    }

    private static String words(ReplayStory.Stage stage) {
        return switch (stage) {
            case AWAITS_APPROVAL -> "waits for somebody to approve it";
            case GOES_ON -> "goes on";
            case PAUSED, CANCELLED -> "is " + stage.name().toLowerCase(Locale.ROOT);
            case ENDED -> "has ended";
        };
    }

    @Override
    public void close() {
        watch.close();
        journal.close();
    }
}
