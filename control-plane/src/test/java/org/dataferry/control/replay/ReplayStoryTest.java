package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.dataferry.control.replay.ReplayStory.Stage;
import org.dataferry.schemas.control.ReplayEvent;
import org.junit.jupiter.api.Test;

/** What people decide about a replay, in the order of the log, says how it stands. */
class ReplayStoryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ReplayStories stories = new ReplayStories();

    @Test
    void goesOnUntilItEnds() {
        stories.take(requested(false));
        assertThat(stage()).isEqualTo(Stage.GOES_ON);
        stories.take(new ReplayEvent.Ended("r1", Map.of("applied", 3L), "ada", "", NOON));

        assertThat(stage()).isEqualTo(Stage.ENDED);
        assertThat(stories.of("r1").orElseThrow().end().orElseThrow().writes()).isEqualTo(Map.of("applied", 3L));
    }

    @Test
    void waitsForApprovalAndNoResumingStandsForIt() {
        stories.take(requested(true));
        stories.take(new ReplayEvent.Resumed("r1", "ada", "", NOON));
        assertThat(stage()).isEqualTo(Stage.AWAITS_APPROVAL);
        stories.take(new ReplayEvent.Approved("r1", "bob", "", NOON));

        assertThat(stage()).isEqualTo(Stage.GOES_ON);
    }

    @Test
    void pausesAndGoesOn() {
        stories.take(requested(false));
        stories.take(new ReplayEvent.Paused("r1", "ada", "", NOON));
        assertThat(stage()).isEqualTo(Stage.PAUSED);
        stories.take(new ReplayEvent.Resumed("r1", "ada", "", NOON));

        assertThat(stage()).isEqualTo(Stage.GOES_ON);
    }

    @Test
    void nothingChangesWhatIsOver() {
        stories.take(requested(false));
        stories.take(new ReplayEvent.Cancelled("r1", "ada", "", NOON));
        stories.take(new ReplayEvent.Resumed("r1", "bob", "", NOON));
        stories.take(new ReplayEvent.Ended("r1", Map.of(), "bob", "", NOON));
        stories.take(requested(false));

        assertThat(stage()).isEqualTo(Stage.CANCELLED);
        assertThat(stories.all()).hasSize(1);
    }

    @Test
    void listsTheNewestFirst() {
        stories.take(requested(false));
        stories.take(new ReplayEvent.Requested("r2", "account", 1, "", false, "ada", "", NOON));

        assertThat(stories.all())
                .extracting(story -> story.request().replayId())
                .containsExactly("r2", "r1");
    }

    private static ReplayEvent.Requested requested(boolean awaitsApproval) {
        return new ReplayEvent.Requested("r1", "account", 3, "--entity account", awaitsApproval, "ada", "", NOON);
    }

    private Stage stage() {
        return stories.of("r1").orElseThrow().stage();
    }
}
