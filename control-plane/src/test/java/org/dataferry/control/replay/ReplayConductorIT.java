package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.replay.ReplayStanding.Sender;
import org.dataferry.control.replay.ReplayStory.Stage;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.ReplayLimits;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replays of a dashboard, against a real Kafka: each row once, as people decide, and over a kill. */
@Timeout(120)
final class ReplayConductorIT {

    static final ReplayLimits LIMITS = limits(Optional.empty(), 2, 100, Duration.ofSeconds(60));

    static final EntitySums SUMS = new EntitySums() {
        @Override
        public Optional<Map<String, Long>> newest(Set<String> entities) {
            return Optional.of(Map.of("rejectedRows", 7L));
        }

        @Override
        public Optional<Map<String, Long>> next(Set<String> entities) {
            return Optional.of(Map.of("rejectedRows", 0L));
        }
    };

    private static final int ROWS = 60;
    private static final int WINDOW = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");

    private final String migration = "m" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path state;

    private ReplayStages stages;

    @BeforeEach
    void begin() throws ExecutionException, InterruptedException {
        stages = new ReplayStages(migration);
    }

    @AfterEach
    void end() {
        stages.close();
    }

    @Test
    void sendsEachRowOnceAndNotesWhatHasChanged() throws InterruptedException {
        try (ReplayConductor conductor = start(LIMITS)) {
            String id = begin(conductor, LIMITS);

            await(
                    conductor,
                    id,
                    standing -> standing.note().flatMap(ReplayNote::after).isPresent());

            ReplayStanding ended = conductor.of(id).orElseThrow();
            assertThat(ended.story().stage()).isEqualTo(Stage.ENDED);
            assertThat(ended.story().end().orElseThrow().writes()).containsEntry("applied", (long) ROWS);
            assertThat(ended.sender()).isEmpty();
            ReplayNote note = ended.note().orElseThrow();
            assertThat(note.sent()).isEqualTo(ROWS);
            assertThat(note.writes()).containsEntry("applied", (long) ROWS).containsEntry("inFlight", 0L);
            assertThat(note.before()).contains(Map.of("rejectedRows", 7L));
            assertThat(note.after()).contains(Map.of("rejectedRows", 0L));
            assertThat(stages.commands(id)).hasSize(ROWS).doesNotHaveDuplicates();
            awaitFree(id);
        }
    }

    @Test
    void holdsAndEndsAsPeopleDecide() throws InterruptedException {
        stages.hold(true);
        try (ReplayConductor conductor = start(LIMITS)) {
            String id = begin(conductor, LIMITS);
            await(conductor, id, standing -> standing.note().orElseThrow().sent() == WINDOW);
            assertThat(ReplayTurn.take(state, id)).isEmpty();

            conductor.decide(new ReplayEvent.Paused(id, "ada", "wait", Instant.now()));
            stages.hold(false);
            await(
                    conductor,
                    id,
                    standing -> standing.note().orElseThrow().writes().getOrDefault("applied", 0L) == WINDOW);
            assertThat(conductor.of(id).orElseThrow().story().stage()).isEqualTo(Stage.PAUSED);
            assertThat(stages.commands(id)).hasSize(WINDOW);

            stages.hold(true);
            conductor.decide(new ReplayEvent.Resumed(id, "ada", "go on", Instant.now()));
            await(conductor, id, standing -> standing.note().orElseThrow().sent() == 2 * WINDOW);
            conductor.decide(new ReplayEvent.Cancelled(id, "ada", "wrong rows", Instant.now()));
            stages.hold(false);

            await(
                    conductor,
                    id,
                    standing -> standing.note().flatMap(ReplayNote::after).isPresent());
            assertThat(conductor.of(id).orElseThrow().story().stage()).isEqualTo(Stage.CANCELLED);
            assertThat(stages.commands(id)).hasSize(2 * WINDOW);
            awaitFree(id);
            assertThatThrownBy(() -> conductor.decide(new ReplayEvent.Resumed(id, "ada", "", Instant.now())))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is cancelled");
        }
    }

    @Test
    void sendsNothingBeforeSomebodyElseHasApprovedIt() throws InterruptedException {
        ReplayLimits limits = limits(Optional.of(ROWS - 1), 2, 100, Duration.ofSeconds(60));
        try (ReplayConductor conductor = start(limits)) {
            String id = begin(conductor, limits);
            assertThat(conductor.of(id).orElseThrow().story().stage()).isEqualTo(Stage.AWAITS_APPROVAL);
            assertThatThrownBy(() -> conductor.decide(new ReplayEvent.Approved(id, "mila", "mine", Instant.now())))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("somebody else has to approve it");
            assertThat(stages.commands(id)).isEmpty();

            conductor.decide(new ReplayEvent.Approved(id, "anna", "looked at it", Instant.now()));

            await(conductor, id, standing -> standing.story().stage() == Stage.ENDED);
            assertThat(stages.commands(id)).hasSize(ROWS);
        }
    }

    @Test
    void sendsABoundedNumberAtATimeAndOneThatStandsLetsAnotherGo() throws InterruptedException {
        stages.hold(true);
        ReplayLimits limits = limits(Optional.empty(), 1, 2, Duration.ofSeconds(3));
        try (ReplayConductor conductor = start(limits)) {
            String first = begin(conductor, limits);
            await(conductor, first, standing -> standing.sender().equals(Optional.of(Sender.THIS_DASHBOARD)));
            String second = begin(conductor, limits);
            assertThat(conductor.of(second).orElseThrow().sender()).contains(Sender.WAITS_FOR_PLACE);
            ReplayRequest third = request(1, limits);
            assertThatThrownBy(() -> conductor.begin(third))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("limits.replay.open");
            assertThat(conductor.of(third.replayId())).isEmpty();

            await(conductor, second, standing -> standing.sender().equals(Optional.of(Sender.THIS_DASHBOARD)));
            assertThat(conductor.of(first).orElseThrow().sender()).contains(Sender.WAITS_FOR_PLACE);
            assertThat(conductor.of(first).orElseThrow().trouble().orElseThrow())
                    .contains("nothing of it has moved");

            stages.hold(false);
            await(conductor, first, standing -> standing.story().stage() == Stage.ENDED);
            await(conductor, second, standing -> standing.story().stage() == Stage.ENDED);
            assertThat(stages.commands(first)).hasSize(ROWS).doesNotHaveDuplicates();
            assertThat(stages.commands(second)).hasSize(ROWS).doesNotHaveDuplicates();
        }
    }

    @Test
    void oneWhoseRowsAreLostSaysSoAndGivesItsPlaceBackOnceCancelled() throws Exception {
        ReplayLimits limits = limits(Optional.of(ROWS - 1), 2, 1, Duration.ofSeconds(60));
        try (ReplayConductor conductor = start(limits)) {
            String lost = begin(conductor, limits);
            Files.delete(rows(lost));
            conductor.decide(new ReplayEvent.Approved(lost, "anna", "looked at it", Instant.now()));
            await(conductor, lost, standing -> standing.trouble().isPresent());
            assertThat(conductor.of(lost).orElseThrow().trouble().orElseThrow()).contains("cancel it");

            conductor.decide(new ReplayEvent.Cancelled(lost, "ada", "as it says", Instant.now()));

            awaitFree(lost);
            assertThat(stages.commands(lost)).isEmpty();
            assertThat(conductor.of(begin(conductor, limits))).isPresent();
        }
    }

    @Test
    void oneThatIsCancelledInItsMiddleEndsAlsoIfItsRowsAreCutOff() throws Exception {
        String id;
        stages.hold(true);
        try (ReplayConductor closed = start(LIMITS)) {
            id = begin(closed, LIMITS);
            await(closed, id, standing -> standing.note().orElseThrow().sent() == WINDOW);
        }
        Files.writeString(rows(id), "cut");

        try (ReplayConductor conductor = start(LIMITS)) {
            await(conductor, id, standing -> standing.trouble().isPresent());
            conductor.decide(new ReplayEvent.Cancelled(id, "ada", "its rows are gone", Instant.now()));
            stages.hold(false);

            await(
                    conductor,
                    id,
                    standing -> standing.note().flatMap(ReplayNote::after).isPresent());
            assertThat(conductor.of(id).orElseThrow().note().orElseThrow().writes())
                    .containsEntry("applied", (long) WINDOW);
            assertThat(stages.commands(id)).hasSize(WINDOW);
            awaitFree(id);
        }
    }

    @Test
    void theNextDashboardTakesUpWhatAKilledOneLeft() throws Exception {
        String id;
        try (ConductorProcess killed = ConductorProcess.start(migration, state, ROWS)) {
            id = killed.awaitId();
            awaitCommands(id);
            stages.hold(true);
            assertThat(ReplayTurn.take(state, id)).isEmpty();
            killed.kill();
        }
        assertThat(stages.commands(id)).as("the kill came in the middle").hasSizeLessThan(ROWS);

        stages.hold(false);
        try (ReplayConductor next = start(LIMITS)) {
            await(next, id, standing -> standing.story().stage() == Stage.ENDED);

            assertThat(next.of(id).orElseThrow().story().end().orElseThrow().writes())
                    .containsEntry("applied", (long) ROWS);
            assertThat(stages.commands(id)).hasSize(ROWS).doesNotHaveDuplicates();
        }
    }

    @Test
    void leavesToACommandWhatACommandBegan() throws InterruptedException {
        ReplayRequest request = request(ROWS, LIMITS);
        try (ReplayDesk desk = stages.log().desk()) {
            request.writeDown(state, desk::request);
        }

        try (ReplayConductor conductor = start(LIMITS)) {
            await(conductor, request.replayId(), standing -> standing.story().stage() == Stage.GOES_ON);
            String own = begin(conductor, LIMITS);
            await(conductor, own, standing -> standing.story().stage() == Stage.ENDED);

            assertThat(conductor.of(request.replayId()).orElseThrow().sender()).contains(Sender.NOBODY);
            assertThat(stages.commands(request.replayId())).isEmpty();
            awaitFree(request.replayId());
        }
    }

    @Test
    void endsWhatWasAskedForAndNotAcknowledgedThoughItStandsInTheTopic() throws InterruptedException {
        ReplayRequest request = request(ROWS, LIMITS);
        String id = request.replayId();
        try (ReplayDesk desk = stages.log().desk()) {
            assertThatThrownBy(() -> request.writeDown(state, event -> {
                        desk.request(event);
                        throw new ControlException("the acknowledgement is lost");
                    }))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContainingAll("is lost", id, "ends there as cancelled");
            assertThat(desk.find(id).stage()).isEqualTo(Stage.GOES_ON);
        }

        try (ReplayConductor conductor = start(LIMITS)) {
            await(conductor, id, standing -> standing.story().stage() == Stage.CANCELLED);

            ReplayEvent end = conductor.of(id).orElseThrow().story().last();
            assertThat(end.by()).isEqualTo("mila");
            assertThat(end.why()).contains("did not acknowledge", "Ask for it again");
            assertThat(stages.commands(id)).isEmpty();
            assertThat(UnacknowledgedRequests.isNoted(state, id)).isFalse();
        }
    }

    private ReplayConductor start(ReplayLimits limits) {
        ReplayConductor conductor = new ReplayConductor(stages.log(), state, limits, SUMS, Clock.systemUTC());
        conductor.start();
        return conductor;
    }

    private static String begin(ReplayConductor conductor, ReplayLimits limits) {
        ReplayRequest request = request(ROWS, limits);
        conductor.begin(request);
        return request.replayId();
    }

    static ReplayRequest request(int rows, ReplayLimits limits) {
        return ReplayRequest.of(
                "--entity account",
                IntStream.range(0, rows)
                        .mapToObj(row ->
                                new ReplayStep("account", new ReplayRow(TABLE, SourceKey.of(new Value.Whole(row)))))
                        .toList(),
                limits,
                "mila",
                "names are right now",
                Instant.now());
    }

    private static ReplayLimits limits(Optional<Integer> approveAbove, int atOnce, int open, Duration standsAfter) {
        return new ReplayLimits(
                WINDOW,
                approveAbove,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                atOnce,
                open,
                standsAfter,
                Duration.ofMinutes(1),
                500_000);
    }

    private Path rows(String id) {
        return state.resolve("replays").resolve(id + ".rows");
    }

    private void awaitCommands(String id) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (stages.commands(id).size() < 2 * WINDOW) {
            assertThat(System.nanoTime()).as("nothing is sent of " + id).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private void awaitFree(String id) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<ReplayTurn> turn = ReplayTurn.take(state, id);
        while (turn.isEmpty()) {
            assertThat(System.nanoTime()).as("the turn is held").isLessThan(deadline);
            Thread.sleep(50);
            turn = ReplayTurn.take(state, id);
        }
        turn.get().close();
    }

    private static void await(ReplayConductor conductor, String id, Predicate<ReplayStanding> standsSo)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo(conductor, id, standsSo)) {
            assertThat(System.nanoTime()).as("%s", seen(conductor, id)).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static boolean isSo(ReplayConductor conductor, String id, Predicate<ReplayStanding> standsSo) {
        return seen(conductor, id).filter(standsSo).isPresent();
    }

    private static Optional<ReplayStanding> seen(ReplayConductor conductor, String id) {
        try {
            return conductor.of(id);
        } catch (KafkaException notReadYet) {
            return Optional.empty();
        }
    }
}
