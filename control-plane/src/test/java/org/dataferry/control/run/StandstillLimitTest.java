package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.control.ledger.LoggedMigration;
import org.junit.jupiter.api.Test;

class StandstillLimitTest {

    private final LoggedMigration migration = new LoggedMigration("account");
    private final SteppedClock clock = new SteppedClock();
    private final StandstillLimit limit = new StandstillLimit(migration, LoggedMigration.TOPICS, clock);

    @Test
    void endsTheWaitForStagesThatStandStill() {
        limit.requireProgress();
        clock.step(StandstillLimit.LIMIT);
        assertThatCode(limit::requireProgress).doesNotThrowAnyException();

        clock.step(Duration.ofSeconds(1));

        assertThatThrownBy(limit::requireProgress)
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("neither transform nor sink");
    }

    @Test
    void beginsAnewWithEachStepForward() {
        for (int offset = 1; offset < 5; offset++) {
            migration.transformRead(new TopicPartition("nw.changes.erp.public.customers", 0), offset);
            assertThatCode(limit::requireProgress).doesNotThrowAnyException();
            clock.step(StandstillLimit.LIMIT);
        }
    }
}
