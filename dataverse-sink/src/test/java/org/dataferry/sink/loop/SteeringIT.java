package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody decides holds at once, and over restarts; and two sinks share one application user. */
final class SteeringIT {

    private static final AtomicInteger MIGRATIONS = new AtomicInteger();

    /** Longer than the sink needs to notice, and to send what waits. */
    private static final Duration WHILE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final String name = "steering-it-" + MIGRATIONS.incrementAndGet();
    private final SinkMigration migration = new SinkMigration(name);

    @AfterEach
    void ends() {
        migration.close();
    }

    @Test
    void pausesAnEntityAlsoOverARestartAndGoesOnWhenItIsResumed() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"))) {
            target.makeOrders();
            try (SinkProcess sink = start(target, "state")) {
                migration.write(rows(0, 50));
                migration.awaitOutcomes(50, sink::throwIfFailed);

                migration.decide(new SinkSteering.Paused(Optional.of(ORDER), 1, "ada", "wrong mapping", now()));
                Thread.sleep(WHILE);
                migration.write(rows(50, 3_000));
                Thread.sleep(WHILE);
                assertThat(target.rows(ORDER)).isEqualTo(50);
                sink.throwIfFailed();
            }
            try (SinkProcess sink = start(target, "state")) {
                Thread.sleep(WHILE.multipliedBy(2));
                assertThat(target.rows(ORDER)).as("after a restart").isEqualTo(50);

                migration.decide(new SinkSteering.Resumed(Optional.empty(), 1, "ada", "", now()));
                migration.awaitOutcomes(3_000, sink::throwIfFailed);
            }
            assertThat(target.rows(ORDER)).isEqualTo(3_000);
            assertThat(migration.outcomes()).hasSize(3_000);
        }
    }

    @Test
    void aPauseOfAnotherRebuildStopsNothing() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"))) {
            target.makeOrders();
            migration.decide(new SinkSteering.Paused(Optional.empty(), 2, "ada", "not this one", now()));
            try (SinkProcess sink = start(target, "state")) {
                migration.write(rows(0, 50));
                migration.awaitOutcomes(50, sink::throwIfFailed);
            }
        }
    }

    @Test
    void keepsToOtherLimitsAtOnce() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"))) {
            target.makeOrders();
            try (SinkProcess sink = start(target, "state")) {
                migration.write(rows(0, 50));
                migration.awaitOutcomes(50, sink::throwIfFailed);
                long before = target.lastAnswered();

                migration.decide(new SinkSteering.LimitsChanged(batches(5), 1, "ada", "", now()));
                Thread.sleep(WHILE);
                migration.write(rows(50, 200));
                migration.awaitOutcomes(200, sink::throwIfFailed);

                assertThat(target.answeredAfter(before))
                        .filteredOn(EmulatedTarget.Answered::writes)
                        .isNotEmpty()
                        .allSatisfy(answer -> assertThat(answer.rows()).isLessThanOrEqualTo(5));
            }
        }
    }

    /** A fault of Kafka ends the life of the session, and not that of the process. */
    @Test
    void keepsToOtherLimitsWhenItBeginsAnewByItself() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"))) {
            target.makeOrders();
            AtomicInteger faults = new AtomicInteger();
            HaltPoint.Observer faulty = point -> {
                if (point == HaltPoint.BEFORE_COMMIT && faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new KafkaException("the broker is away");
                }
            };
            try (SinkProcess sink = start(target, ProtectionSettings.none(), "state", faulty)) {
                migration.write(rows(0, 50));
                migration.awaitOutcomes(50, sink::throwIfFailed);
                migration.decide(new SinkSteering.LimitsChanged(batches(5), 1, "ada", "", now()));
                Thread.sleep(WHILE);

                faults.set(1);
                migration.write(rows(50, 60));
                migration.awaitOutcomes(60, sink::throwIfFailed);
                assertThat(faults).as("faults that did not happen").hasValue(0);
                long before = target.lastAnswered();
                migration.write(rows(60, 200));
                migration.awaitOutcomes(200, sink::throwIfFailed);

                assertThat(target.answeredAfter(before))
                        .filteredOn(EmulatedTarget.Answered::writes)
                        .isNotEmpty()
                        .allSatisfy(answer -> assertThat(answer.rows()).isLessThanOrEqualTo(5));
            }
        }
    }

    @Test
    void countsWhatItUsesAlsoOverARestart() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"))) {
            target.makeOrders();
            try (SinkProcess sink = start(target, "state")) {
                migration.write(rows(0, 100));
                migration.awaitOutcomes(100, sink::throwIfFailed);
            }
            assertThat(migration.used()).isEqualTo(100);

            try (SinkProcess sink = start(target, "state")) {
                migration.write(rows(100, 150));
                migration.awaitOutcomes(150, sink::throwIfFailed);
            }
            assertThat(migration.used()).isEqualTo(150);
        }
    }

    /** 300 requests in 30 s of a clock that runs three times as fast: 30 a second, of five rows each. */
    @Test
    void twoSinksShareTheBudgetOfOneUser() throws InterruptedException {
        int rows = 30 * 5 * 30;
        try (EmulatedTarget target =
                EmulatedTarget.start(folder.resolve("target"), settings -> settings.with("timeScale: 3"))) {
            target.makeOrders();
            target.administer("PATCH", "settings", "{\"limits\":{\"requests\":300,\"window\":\"30s\",\"dopHint\":8}}");
            ProtectionSettings protection = new ProtectionSettings(
                    true, 300, Duration.ofSeconds(1_200), 52, Duration.ofSeconds(30), 0.01, 0.05, 0, 3);
            migration.write(rows(0, rows));
            long before = target.lastAnswered();
            long begin = System.nanoTime();
            try (SinkProcess first = start(target, protection, "first");
                    SinkProcess second = start(target, protection, "second")) {
                migration.awaitOutcomes(rows, Duration.ofMinutes(2), () -> {
                    first.throwIfFailed();
                    second.throwIfFailed();
                });
            }
            double seconds = (System.nanoTime() - begin) / 1e9;

            List<EmulatedTarget.Answered> answered = target.answeredAfter(before);
            long throttled =
                    answered.stream().filter(answer -> answer.status() == 429).count();
            System.out.printf(
                    "SteeringIT two sinks, one user: %d requests in %.1f s, %d throttled%n",
                    answered.size(), seconds, throttled);
            assertThat((double) throttled / answered.size()).isLessThan(0.001);
            assertThat(answered.size() / seconds).as("requests a second, of 30").isGreaterThan(20);
        }
    }

    private SinkProcess start(EmulatedTarget target, String state) {
        return start(target, ProtectionSettings.none(), state);
    }

    private SinkProcess start(EmulatedTarget target, ProtectionSettings protection, String state) {
        return start(target, protection, state, HaltPoint.Observer.NONE);
    }

    private SinkProcess start(
            EmulatedTarget target, ProtectionSettings protection, String state, HaltPoint.Observer observer) {
        int batchSize = protection.enabled() ? 5 : 20;
        SinkProcess sink = new SinkProcess(
                migration.settings(target.endpoint("ferry"), protection, batchSize, folder.resolve(state)),
                migration.avro(),
                observer);
        sink.start();
        return sink;
    }

    private List<EntityWrite> rows(int from, int to) {
        return IntStream.range(from, to)
                .<EntityWrite>mapToObj(i -> upsert(row(ORDER, name + "/" + i), 1, columns("mig_name", "n")))
                .toList();
    }

    private static LimitChanges batches(int rows) {
        return new LimitChanges(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rows),
                Optional.of(rows),
                Optional.empty());
    }

    private static Instant now() {
        return Instant.now();
    }
}
