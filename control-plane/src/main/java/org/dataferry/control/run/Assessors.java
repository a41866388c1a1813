package org.dataferry.control.run;

import java.time.Duration;
import java.time.ZoneId;
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
                new Moments(zone),
                endpoints.target().baseUrl().toString());
    }

    /** For which capture writes nothing, no heartbeat either, if it does not run. */
    static Duration silence(MigrationSettings settings) {
        Duration heartbeats = settings.limits().capture().heartbeat().multipliedBy(HEARTBEATS_OF_SILENCE);
        return heartbeats.compareTo(SHORTEST_SILENCE) > 0 ? heartbeats : SHORTEST_SILENCE;
    }
}
