package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.control.ledger.LoggedMigration;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.Topic;
import org.junit.jupiter.api.Test;

class RebuildMarkTest {

    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Topic CHANGES = LoggedMigration.TOPICS.changes(new SourceTable("erp", "public", "customers"));

    private final LoggedMigration migration = new LoggedMigration("account");
    private final SteppedClock clock = new SteppedClock();

    @Test
    void isTheFenceOnceCaptureHasComeToIt() {
        RebuildMark mark = mark();
        assertThat(mark.look()).isEmpty();
        FenceEvent.Reached fence = event("mine", FenceEvent.Kind.FENCE);

        migration.fence(fence);

        assertThat(mark.look()).contains(fence);
        assertThat(mark.isOfSource()).isTrue();
    }

    @Test
    void isNoFenceOfSomebodyElse() {
        RebuildMark mark = mark();

        migration.fence(event("other", FenceEvent.Kind.FENCE));

        assertThat(mark.look()).isEmpty();
    }

    @Test
    void waitsAsLongAsCaptureIsHeard() {
        RebuildMark mark = mark();
        for (int i = 0; i < 5; i++) {
            clock.step(SHORT);
            migration.fence(event("h" + i, FenceEvent.Kind.HEARTBEAT));
            assertThat(mark.look()).isEmpty();
        }
    }

    @Test
    void isTheEndThatTheLogHadWhereNoCaptureRuns() {
        migration.topic(CHANGES);
        RebuildMark mark = mark();
        assertThat(mark.look()).isEmpty();

        clock.step(SILENCE);

        assertThat(mark.look())
                .hasValueSatisfying(end -> assertThat(end.changeOffsets())
                        .isEqualTo(Map.of(CHANGES.name(), new FenceEvent.PartitionOffsets(Map.of(0, 0L, 1, 0L)))));
        assertThat(mark.isOfSource()).isFalse();
    }

    @Test
    void ofSeveralSourcesTheFencesOfTheOnesAndTheLogsEndOfTheSilentOther() {
        migration.topic(CHANGES);
        migration.reader().catchUp();
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("erp", "mine");
        ids.put("crm", "other");
        RebuildMark mark = new RebuildMark(new FenceIds(ids), migration.reader(), SILENCE, clock);
        FenceEvent.PartitionOffsets ofCrm = new FenceEvent.PartitionOffsets(Map.of(0, 7L));
        migration.fence(new FenceEvent.Reached(
                "other", FenceEvent.Kind.FENCE, "crm", Instant.EPOCH, Map.of("nw.changes.crm.public.a", ofCrm)));
        // A fence that another source than its own has heard is none.
        migration.fence(new FenceEvent.Reached("mine", FenceEvent.Kind.FENCE, "crm", Instant.EPOCH, Map.of()));
        assertThat(mark.look()).isEmpty();

        clock.step(SILENCE);
        migration.fence(new FenceEvent.Reached("h", FenceEvent.Kind.HEARTBEAT, "crm", Instant.EPOCH, Map.of()));

        assertThat(mark.look())
                .hasValueSatisfying(end -> assertThat(end.changeOffsets())
                        .containsEntry("nw.changes.crm.public.a", ofCrm)
                        .containsKey(CHANGES.name()));
        assertThat(mark.isOfSource()).isFalse();
    }

    private RebuildMark mark() {
        migration.reader().catchUp();
        return new RebuildMark(new FenceIds(Map.of("erp", "mine")), migration.reader(), SILENCE, clock);
    }

    private static FenceEvent.Reached event(String id, FenceEvent.Kind kind) {
        return new FenceEvent.Reached(id, kind, "erp", Instant.EPOCH, Map.of());
    }
}
