package org.dataferry.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.junit.jupiter.api.Test;

class OpenedPhasesTest {

    private final OpenedPhases phases = new OpenedPhases(2);

    @Test
    void areThoseOfThisRebuild() {
        phases.take(new ControlEvent.StatesOpened("incident", 1, "ada", "", Instant.EPOCH));
        assertThat(phases.openedStates()).isEmpty();

        phases.take(new ControlEvent.StatesOpened("incident", 2, "ada", "", Instant.EPOCH));
        phases.take(new ControlEvent.StatesOpened("lead", 2, "ada", "all leads are there", Instant.EPOCH));

        assertThat(phases.openedStates()).containsExactlyInAnyOrder("incident", "lead");
    }

    @Test
    void nothingElseOpensThem() {
        phases.take(new ReplayEvent.Requested("r1", "incident", 3, "", false, "ada", "", Instant.EPOCH));
        phases.take(new SinkSteering.Resumed(Optional.of("incident"), 2, "ada", "", Instant.EPOCH));

        assertThat(phases.openedStates()).isEmpty();
    }
}
