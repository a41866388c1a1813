package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.settings.DashboardSettings;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SourceSettings;
import org.dataferry.schemas.settings.TargetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir
    private Path state;

    @Test
    void isTakenOnceAndNamesItsHolder() {
        try (RunLock held = RunLock.take(state)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> RunLock.take(state))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("running already")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void isFreeAgainAfterItsRun() {
        RunLock.take(state).close();

        try (RunLock again = RunLock.take(state)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void refusesWhoWaitsTooLongForARunToEnd() {
        AtomicInteger told = new AtomicInteger();
        try (RunLock held = RunLock.take(state)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> RunLock.awaitNoRun(state, Duration.ofMillis(150), told::incrementAndGet))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is running");
        }
        assertThat(told).hasValue(1);
    }

    @Test
    void doesNotWaitWhereNothingRuns() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        RunLock.awaitNoRun(state, Duration.ZERO, told::incrementAndGet);
        RunLock.take(state).close();
        RunLock.awaitNoRun(state, Duration.ZERO, told::incrementAndGet);

        assertThat(told).hasValue(0);
    }

    @Test
    void letsInstancesOfAStageRunBesideEachOtherAndEachOnce() {
        try (RunLock one = RunLock.take(state, Stage.SINK, new StageInstance("a"));
                RunLock two = RunLock.take(state, Stage.SINK, new StageInstance("b"));
                RunLock other = RunLock.take(state, Stage.TRANSFORM, new StageInstance("a"))) {
            assertThat(List.of(one, two, other)).hasSize(3);
            assertThatThrownBy(() -> RunLock.take(state, Stage.SINK, new StageInstance("a")))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("sink --instance a is running already");
            assertThat(RunLock.isAnyHeld(state)).isTrue();
        }
        assertThat(RunLock.isAnyHeld(state)).isFalse();
    }

    @Test
    void keepsARunFromTheUnnamedInstanceOfAStageAndTheOtherWayRound() {
        try (RunLock stage = RunLock.take(state, Stage.TRANSFORM, StageInstance.UNNAMED)) {
            assertThat(stage).isNotNull();
            assertThatThrownBy(() -> RunLock.take(state)).hasMessageContaining("transform is running already");
        }
        try (RunLock run = RunLock.take(state);
                RunLock beside = RunLock.take(state, Stage.SINK, new StageInstance("a"))) {
            assertThat(List.of(run, beside)).hasSize(2);
            assertThatThrownBy(() -> RunLock.take(state, Stage.SINK, StageInstance.UNNAMED))
                    .hasMessageContaining("sink is running already");
        }
    }

    @Test
    void letsARebuildRunBesideTheRunAndEachNumberOnce() {
        MigrationFolder two = rebuild(2);
        try (RunLock run = RunLock.take(two.state());
                RunLock second = RunLock.takeRebuild(two);
                RunLock third = RunLock.takeRebuild(rebuild(3))) {
            assertThat(List.of(run, second, third)).hasSize(3);
            assertThatThrownBy(() -> RunLock.takeRebuild(two)).hasMessageContaining("rebuild 2 is running already");
            assertThatThrownBy(() -> RunLock.take(two.ownState(), Stage.SINK, StageInstance.UNNAMED))
                    .hasMessageContaining("sink is running already");
        }
    }

    @Test
    void waitsForRebuildsToEndAsWell() {
        MigrationFolder two = rebuild(2);
        try (RunLock held = RunLock.takeRebuild(two)) {
            assertThat(held).isNotNull();
            assertThat(RunLock.isAnyHeld(two.state())).as("the run").isFalse();
            assertThat(RunLock.isOtherHeld(two)).as("others than 2").isFalse();
            assertThat(RunLock.isOtherHeld(rebuild(3))).as("others than 3").isTrue();
            assertThatThrownBy(() -> RunLock.awaitNoRun(two.state(), Duration.ofMillis(50), () -> {}))
                    .isInstanceOf(RefusedException.class);
        }
    }

    private MigrationFolder rebuild(int number) {
        return new MigrationFolder(
                state,
                new MigrationSettings(
                        "nw",
                        2,
                        List.of(new SourceSettings("erp", null, null, null, null, null, null)),
                        new TargetSettings("nw", null),
                        null,
                        null,
                        null,
                        DashboardSettings.defaults(),
                        LimitSettings.defaults()),
                number);
    }

    @Test
    void letsOneAfterTheOtherDoWhatOneAtATimeDoes() throws InterruptedException {
        RunLock.awaitTurn(state, "beginning", Duration.ZERO).close();
        try (RunLock turn = RunLock.awaitTurn(state, "beginning", Duration.ZERO)) {
            assertThat(turn).isNotNull();
            assertThatThrownBy(() -> RunLock.awaitTurn(state, "beginning", Duration.ofMillis(50)))
                    .hasMessageContaining("waited");
        }
    }
}
