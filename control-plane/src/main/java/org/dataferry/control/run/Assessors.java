package org.dataferry.control.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.status.Assessor;
import org.dataferry.control.status.Moments;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.MigrationSettings;

/** Makes what says in words how a migration stands, by its settings. */
public final class Assessors {

    /** Capture writes a heartbeat each time; three that are missing are no accident of a busy machine. */
    private static final int HEARTBEATS_OF_SILENCE = 3;

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);

    private Assessors() {}

    /** @param zone in which times are told */
    public static Assessor of(MigrationFolder folder, Endpoints endpoints, ZoneId zone) {
        LimitSettings.Status limits = folder.settings().limits().status();
        return new Assessor(
                limits.inStep(),
                limits.stalledAfter(),
                silence(folder.settings()),
                limits.startGrace(),
                new Moments(zone),
                endpoints.target().baseUrl().toString(),
                logOfTransform(folder).toString());
    }

    /** That of the run, unless transform is a process of its own; one with a name has another beside it. */
    private static Path logOfTransform(MigrationFolder folder) {
        OptionalLong transform = RunLock.holderOf(folder.state(), Stage.TRANSFORM);
        boolean alone = transform.isPresent() && !transform.equals(RunLock.holderOf(folder.state(), Stage.CAPTURE));
        String name = alone ? StageInstance.UNNAMED.logName(Stage.TRANSFORM) : "ferry";
        return folder.state().resolve("logs").resolve(name + ".log");
    }

    /** For which capture writes nothing, no heartbeat either, if it does not run. */
    static Duration silence(MigrationSettings settings) {
        Duration heartbeats = settings.limits().capture().heartbeat().multipliedBy(HEARTBEATS_OF_SILENCE);
        return heartbeats.compareTo(SHORTEST_SILENCE) > 0 ? heartbeats : SHORTEST_SILENCE;
    }
}
