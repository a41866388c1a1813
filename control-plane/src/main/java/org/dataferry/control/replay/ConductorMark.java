package org.dataferry.control.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.control.ControlException;

/**
 * Says, beside the plan of a replay, that a dashboard sends it: so the next dashboard takes it up when that one was killed,
 * and none takes up what a command began.
 */
final class ConductorMark {

    private ConductorMark() {}

    static void set(Path state, String replayId) {
        Path file = file(state, replayId);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        } catch (IOException failed) {
            throw new ControlException("the mark " + file + " cannot be set, so nothing was sent: " + failed, failed);
        }
    }

    static boolean isSet(Path state, String replayId) {
        return Files.exists(file(state, replayId));
    }

    /** What is left of it changes nothing, once the replay is over. */
    static void remove(Path state, String replayId) {
        try {
            Files.deleteIfExists(file(state, replayId));
        } catch (IOException leftThere) {
            // It is looked at for replays that are not over.
        }
    }

    private static Path file(Path state, String replayId) {
        return state.resolve("replays").resolve(replayId + ".dashboard");
    }
}
