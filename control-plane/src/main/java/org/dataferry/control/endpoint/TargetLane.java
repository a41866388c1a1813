package org.dataferry.control.endpoint;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.LaneSettings;
import org.dataferry.sink.client.transport.RequestListener;

/** A lane of the control plane's own, for metadata and reads. */
public final class TargetLane {

    private TargetLane() {}

    /** Opens a lane and asks who we are there, so that a wrong address or secret is told before anything is done. */
    public static Lane open(Endpoints endpoints) throws InterruptedException {
        Lane lane = Lane.open(
                endpoints.target().endpoint(),
                endpoints.target().emulator() ? LaneSettings.UNLIMITED : LaneSettings.STANDARD,
                Clock.systemUTC(),
                () -> ThreadLocalRandom.current().nextLong(),
                RequestListener.NONE);
        try {
            lane.whoAmI().orThrow("ask " + endpoints.target().baseUrl() + " who we are there");
            return lane;
        } catch (RuntimeException | InterruptedException refused) {
            lane.close();
            throw refused;
        }
    }
}
