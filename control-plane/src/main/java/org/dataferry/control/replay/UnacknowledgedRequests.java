package org.dataferry.control.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.control.ReplayEvent;

/**
 * Requests of replays that Kafka did not acknowledge, noted beside their plans. Such a request may stand in the topic after all,
 * though whoever asked for the replay was told that it failed, and nobody would send it. It ends as cancelled as soon as somebody of
 * this machine sees it there.
 */
final class UnacknowledgedRequests {

    private static final String WHY =
            "Kafka did not acknowledge the request in time, and who asked for it was told so; nothing"
                    + " of it was sent. Ask for it again";

    private UnacknowledgedRequests() {}

    static void note(Path state, String replayId) {
        try {
            Files.writeString(file(state, replayId), "");
        } catch (IOException failed) {
            throw new ControlException("that replay " + replayId + " is in doubt cannot be noted: " + failed, failed);
        }
    }

    static boolean isNoted(Path state, String replayId) {
        return Files.exists(file(state, replayId));
    }

    static void forget(Path state, String replayId) {
        try {
            Files.deleteIfExists(file(state, replayId));
        } catch (IOException leftThere) {
            // It is looked at for replays that are not over.
        }
    }

    /** Ends one that was seen in the topic, and that nobody sends. */
    static void end(Path state, ReplayStory story, ReplayDesk desk, Instant at) {
        String id = story.request().replayId();
        try {
            desk.decide(new ReplayEvent.Cancelled(id, story.request().by(), WHY, at));
        } catch (RefusedException overMeanwhile) {
            // Somebody else has ended it.
        }
        forget(state, id);
    }

    private static Path file(Path state, String replayId) {
        return state.resolve("replays").resolve(replayId + ".unacknowledged");
    }
}
