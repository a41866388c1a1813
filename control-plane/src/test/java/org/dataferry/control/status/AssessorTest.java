package org.dataferry.control.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataferry.control.ledger.Flow;
import org.dataferry.control.ledger.Movement;
import org.dataferry.control.run.SteppedClock;
import org.junit.jupiter.api.Test;

class AssessorTest {

    private static final Signs.Running ALL = new Signs.Running(OptionalLong.of(7), true, true, Optional.empty());
    private static final Signs.Running NO_SINK = new Signs.Running(OptionalLong.of(7), true, false, Optional.empty());
    private static final Signs.Running NO_TRANSFORM =
            new Signs.Running(OptionalLong.of(7), false, true, Optional.empty());
    private static final Signs.Running NONE = new Signs.Running(OptionalLong.empty(), false, false, Optional.empty());

    private final SteppedClock clock = new SteppedClock();
    private final Instant start = clock.instant();
    private final Assessor assessor = new Assessor(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            new Moments(ZoneOffset.UTC),
            "https://crm.example",
            "/m/.ferry/logs/ferry.log");

    @Test
    void isIdleWhileHeartbeatsPassAndNothingWasDoneForAMinute() {
        assertThat(assess(nothingUnderWay(start.minusSeconds(61)), heard(clock.instant(), ALL)))
                .isEqualTo(new Assessment(SyncState.IDLE, "nothing to do, and heartbeats pass"));
    }

    @Test
    void isInStepWhileChangesFlow() {
        assertThat(assess(nothingUnderWay(start.minusSeconds(5)), heard(clock.instant(), ALL))
                        .state())
                .isEqualTo(SyncState.IN_STEP);
        assertThat(assess(inFlight(3, start.minusSeconds(10), start), heard(clock.instant(), ALL))
                        .state())
                .isEqualTo(SyncState.IN_STEP);
    }

    @Test
    void catchesUpWhileSomethingOldIsUnderWayAndTheTargetAnswers() {
        assertThat(assess(inFlight(3, start.minusSeconds(11), start.minusSeconds(30)), heard(start, ALL)))
                .isEqualTo(new Assessment(SyncState.CATCHING_UP, "3 changes behind, and moving"));
        assertThat(assess(inFlight(12_480, start.minusSeconds(11), start.minusSeconds(30)), heard(start, ALL))
                        .why())
                .isEqualTo("12,480 changes behind, and moving");
    }

    @Test
    void stallsAtTheSinkWhenTheTargetAnswersNothingForALongTime() {
        Movement movement = inFlight(3, start.minusSeconds(60), start);
        clock.step(Duration.ofSeconds(30));
        assertThat(assess(movement, heard(clock.instant(), ALL)).state()).isEqualTo(SyncState.CATCHING_UP);

        clock.step(Duration.ofSeconds(1));

        assertThat(assess(movement, heard(clock.instant(), ALL)))
                .isEqualTo(new Assessment(
                        SyncState.STALLED,
                        "sink runs, and has had no answer from https://crm.example since 12:00:00 UTC; see whether it is"
                                + " up, or throttles. 3 writes wait"));
    }

    @Test
    void isNotStalledAtOnceWhereWorkComesAfterALongRest() {
        Movement movement = inFlight(1, start.minusSeconds(11), start.minusSeconds(3_600));

        assertThat(assess(movement, heard(start, ALL)).state()).isEqualTo(SyncState.CATCHING_UP);
    }

    @Test
    void stallsSoonerAtAStageThatDoesNotRun() {
        Movement movement = inFlight(1, start.minusSeconds(11), start.minusSeconds(3_600));

        assertThat(assess(movement, heard(start, NO_SINK)))
                .isEqualTo(new Assessment(
                        SyncState.STALLED, "sink is not running, and 1 write waits for it since 11:59:49 UTC"));
    }

    @Test
    void stallsAtTransformWhenItReadsNothing() {
        Movement movement = unread(5, start.minusSeconds(31));
        Signs signs = new Signs(
                Optional.of(start),
                Optional.of(start),
                Optional.of(start.minusSeconds(31)),
                Optional.of(start.minusSeconds(99)),
                Optional.empty(),
                ALL);

        assertThat(assess(movement, signs).why())
                .isEqualTo(
                        "transform runs, and has come no further since 11:59:29 UTC; see /m/.ferry/logs/ferry.log. 5 changes wait");
        assertThat(assess(movement, signs).state()).isEqualTo(SyncState.STALLED);
        assertThat(assess(
                                movement,
                                new Signs(
                                        signs.captureHeard(),
                                        signs.lastHeartbeat(),
                                        signs.announcedUpTo(),
                                        signs.firstCaptured(),
                                        Optional.of(start),
                                        ALL))
                        .state())
                .as("two looks have seen it move")
                .isEqualTo(SyncState.CATCHING_UP);
    }

    @Test
    void saysWhomTheTargetShutsOutAtOnce() {
        Signs heard = heard(start, ALL);
        Signs signs = new Signs(
                heard.captureHeard(),
                heard.lastHeartbeat(),
                heard.announcedUpTo(),
                heard.firstCaptured(),
                heard.transformMoved(),
                ALL,
                Optional.of("user-1: disabled"));

        assertThat(assess(inFlight(3, start, start), signs))
                .isEqualTo(new Assessment(
                        SyncState.STALLED,
                        "sink runs, and https://crm.example lets no application user in, user-1: disabled; it is tried"
                                + " again by itself. 3 writes wait"));
        assertThat(assess(nothingUnderWay(start), signs).state())
                .as("nothing waits for it")
                .isEqualTo(SyncState.IN_STEP);
    }

    @Test
    void isUnknownWhereNoStageGivesASign() {
        Signs signs = heard(start.minusSeconds(3_600), NONE);

        assertThat(assess(nothingUnderWay(start.minusSeconds(7_200)), signs))
                .isEqualTo(new Assessment(
                        SyncState.UNKNOWN,
                        "no run is going since 11:00:00 UTC, so what the source has changed since is not known"));
        assertThat(assess(inFlight(2, start.minusSeconds(4_000), start.minusSeconds(4_000)), signs)
                        .why())
                .endsWith("; 2 changes wait for the next one");
        assertThat(assess(nothingUnderWay(start.minusSeconds(90_000)), heard(start.minusSeconds(86_400), NONE))
                        .why())
                .as("another day")
                .startsWith("no run is going since 2025-12-31 12:00:00 UTC, so ");
    }

    @Test
    void isUnknownWhereNothingWasEverCaptured() {
        Signs signs = new Signs(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), NONE);

        assertThat(assess(
                        new Movement(
                                "", 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Flow.NONE, Flow.NONE),
                        signs))
                .isEqualTo(new Assessment(SyncState.UNKNOWN, "no run is going, and nothing was captured yet"));
    }

    @Test
    void isUnknownWhereHeartbeatsStopAndSaysWhetherCaptureRuns() {
        Movement movement = nothingUnderWay(start);
        clock.step(Duration.ofSeconds(6));

        assertThat(assess(movement, heard(start, ALL)))
                .isEqualTo(new Assessment(
                        SyncState.UNKNOWN,
                        "no heartbeat since 12:00:00 UTC: capture runs, in process 7, and hears nothing of the source;"
                                + " see whether that is up"));
        assertThat(assess(movement, heard(start, new Signs.Running(OptionalLong.empty(), true, true, Optional.empty())))
                        .why())
                .isEqualTo("no heartbeat since 12:00:00 UTC: capture is not running");
        assertThat(assess(movement, nothingHeard(ALL)).why())
                .isEqualTo("no heartbeat yet: capture begins, in process 7");
    }

    @Test
    void isUnknownWhereAStageIsMissingAlthoughNothingWaitsForIt() {
        assertThat(assess(nothingUnderWay(start), heard(start, NO_SINK)))
                .isEqualTo(new Assessment(SyncState.UNKNOWN, "sink is not running; nothing waits for it yet"));
        assertThat(assess(nothingUnderWay(start), heard(start, NO_TRANSFORM)).why())
                .startsWith("transform is not running");
    }

    @Test
    void catchesUpWhileTheFirstLoadIsRead() {
        Signs signs = new Signs(
                Optional.of(start), Optional.empty(), Optional.empty(), Optional.of(start), Optional.empty(), ALL);
        Assessment reading = new Assessment(SyncState.CATCHING_UP, "the tables are being read for the first time");

        assertThat(assess(nothingUnderWay(start), signs)).isEqualTo(reading);
        assertThat(assess(inFlight(337, start, start), signs)).isEqualTo(reading);
    }

    @Test
    void catchesUpUntilTheTargetHasAnsweredOnce() {
        Movement movement =
                new Movement("", 0, 2, Optional.of(start), Optional.of(start), Optional.empty(), Flow.NONE, Flow.NONE);

        assertThat(assess(movement, heard(start, ALL)))
                .isEqualTo(new Assessment(
                        SyncState.CATCHING_UP, "2 changes behind, and the target has answered none yet"));
    }

    @Test
    void givesWhatHasJustStartedTheTimeToBegin() {
        Signs.Running running = new Signs.Running(OptionalLong.of(7), true, true, Optional.of(start));
        Movement behind = unread(5, start.minusSeconds(3_600));
        Signs signs = heard(start.minusSeconds(3_600), running);

        assertThat(assess(behind, signs))
                .isEqualTo(new Assessment(SyncState.CATCHING_UP, "starting, since 12:00:00 UTC; 5 changes behind"));
        assertThat(assess(nothingUnderWay(start.minusSeconds(3_600)), signs))
                .isEqualTo(new Assessment(SyncState.CATCHING_UP, "starting, since 12:00:00 UTC"));

        clock.step(Duration.ofSeconds(21));

        assertThat(assess(behind, signs).state()).isEqualTo(SyncState.STALLED);
        assertThat(assess(nothingUnderWay(start.minusSeconds(3_600)), signs).state())
                .isEqualTo(SyncState.UNKNOWN);
    }

    private Assessment assess(Movement movement, Signs signs) {
        return assessor.assess(movement, signs, clock.instant());
    }

    private static Signs nothingHeard(Signs.Running running) {
        return new Signs(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), running);
    }

    private static Signs heard(Instant heartbeat, Signs.Running running) {
        return new Signs(
                Optional.of(heartbeat),
                Optional.of(heartbeat),
                Optional.of(heartbeat),
                Optional.of(heartbeat.minusSeconds(100)),
                Optional.empty(),
                running);
    }

    private static Movement nothingUnderWay(Instant lastOutcome) {
        return new Movement(
                "", 0, 0, Optional.empty(), Optional.of(lastOutcome), Optional.of(lastOutcome), Flow.NONE, Flow.NONE);
    }

    private static Movement inFlight(long writes, Instant oldest, Instant lastOfSink) {
        return new Movement(
                "",
                0,
                writes,
                Optional.of(oldest),
                Optional.of(lastOfSink),
                Optional.of(lastOfSink),
                Flow.NONE,
                Flow.NONE);
    }

    private static Movement unread(long changes, Instant lastOutcome) {
        return new Movement(
                "",
                changes,
                0,
                Optional.empty(),
                Optional.of(lastOutcome),
                Optional.of(lastOutcome),
                Flow.NONE,
                Flow.NONE);
    }
}
