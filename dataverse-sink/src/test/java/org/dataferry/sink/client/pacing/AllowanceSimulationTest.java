package org.dataferry.sink.client.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be used changes under way, and several processes share one user. */
final class AllowanceSimulationTest {
    private static final double WINDOW = 300;

    /** Rows of a request, and what a window sustains of them: 1,200 s of execution in 300, of 1.09 s each. */
    private static final int ROWS = 100;

    private static final double SUSTAINED = 4 / 1.09 * ROWS;

    /** How far the clocks of two processes in turn are apart, in seconds. */
    private static final double TURN = 0.05;

    private final long seed = Long.getLong("ferry.seed", System.nanoTime());
    private final SimulatedServers servers = new SimulatedServers(1, 0.1, seed);

    @BeforeEach
    void tellSeed() {
        System.out.println("AllowanceSimulationTest seed=" + seed);
    }

    private static Pace pace(Allowance allowance) {
        return new Pace(ProtectionLimits.DOCUMENTED, allowance, 0);
    }

    private SimulatedLoad load(Pace pace) {
        return new SimulatedLoad(servers, pace, ROWS, now -> true);
    }

    private static double rate(List<SimulatedLoad> loads, double seconds) {
        long rows = 0;
        for (double passed = 0; passed < seconds; passed += TURN) {
            for (SimulatedLoad load : loads) {
                rows += load.run(TURN);
            }
        }
        return rows / seconds;
    }

    private static long throttled(List<SimulatedLoad> loads) {
        return loads.stream().mapToLong(load -> load.throttled).sum();
    }

    private static long done(List<SimulatedLoad> loads) {
        return loads.stream().mapToLong(load -> load.done).sum();
    }

    @ParameterizedTest
    @CsvSource({"2,0.95", "3,0.94"})
    void severalProcessesWithOneUserTogetherUseWhatItHas(int processes, double least) {
        List<SimulatedLoad> loads = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            loads.add(load(pace(Allowance.WHOLE.shared(1.0 / processes))));
        }
        rate(loads, 2 * WINDOW);

        double rate = rate(loads, 4 * WINDOW);

        assertThat(rate / SUSTAINED).isBetween(least, 1.0);
        assertThat((double) throttled(loads) / done(loads)).isLessThan(0.001);
    }

    @Test
    void theShareOfOneThatLeavesIsTheOthers() {
        Pace stays = pace(Allowance.WHOLE.shared(0.5));
        List<SimulatedLoad> both = List.of(load(stays), load(pace(Allowance.WHOLE.shared(0.5))));
        rate(both, 2 * WINDOW);

        stays.allow(both.getFirst().now(), Allowance.WHOLE);
        List<SimulatedLoad> alone = both.subList(0, 1);
        rate(alone, 2 * WINDOW);
        double rate = rate(alone, 4 * WINDOW);

        assertThat(rate / SUSTAINED).isBetween(0.96, 1.0);
        assertThat((double) throttled(both) / done(both)).isLessThan(0.001);
    }

    @Test
    void severalProcessesFindALimitThatIsLowerThanDocumented() {
        servers.seconds = 600;
        List<SimulatedLoad> loads =
                List.of(load(pace(Allowance.WHOLE.shared(0.5))), load(pace(Allowance.WHOLE.shared(0.5))));
        rate(loads, 4 * WINDOW);

        double rate = rate(loads, 4 * WINDOW);

        assertThat(rate / (SUSTAINED / 2)).isBetween(0.85, 1.0);
    }

    @Test
    void keepsAReserveAndGivesItBack() {
        Pace pace = pace(Allowance.WHOLE);
        List<SimulatedLoad> loads = List.of(load(pace));
        rate(loads, 2 * WINDOW);

        pace.allow(
                loads.getFirst().now(),
                new Allowance(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), 0.4, 1));
        rate(loads, WINDOW);
        assertThat(rate(loads, 2 * WINDOW) / SUSTAINED).isBetween(0.58, 0.6);

        pace.allow(loads.getFirst().now(), Allowance.WHOLE);
        rate(loads, WINDOW);
        assertThat(rate(loads, 2 * WINDOW) / SUSTAINED).isBetween(0.97, 1.0);
        assertThat(throttled(loads)).isZero();
    }

    @Test
    void aLowerLimitHoldsAlthoughTheServerAllowsMore() {
        Pace pace = pace(Allowance.WHOLE);
        List<SimulatedLoad> loads = List.of(load(pace));
        rate(loads, WINDOW);

        pace.allow(
                loads.getFirst().now(),
                new Allowance(OptionalInt.of(300), Optional.empty(), OptionalInt.empty(), 0, 1));
        rate(loads, 2 * WINDOW);

        assertThat(rate(loads, 2 * WINDOW)).as("one request a second").isBetween(0.97 * ROWS, 1.0 * ROWS);
    }

    @Test
    void whatWasUsedStaysKnownWhenMoreIsAllowed() {
        Pace pace = pace(Allowance.WHOLE);
        List<SimulatedLoad> loads = List.of(load(pace));
        rate(loads, 2 * WINDOW);

        // A burst of what a change would have forgotten runs into the limit at once.
        for (int change = 0; change < 20; change++) {
            pace.allow(loads.getFirst().now(), change % 2 == 0 ? Allowance.WHOLE.shared(0.5) : Allowance.WHOLE);
            rate(loads, WINDOW / 20);
        }

        assertThat(throttled(loads)).isZero();
    }

    @Test
    void concurrencyIsWhatIsAllowedAndTheHintIsDivided() {
        servers.hint = Optional.of(8);
        Pace pace = pace(Allowance.WHOLE);
        load(pace).run(WINDOW);
        assertThat(pace.concurrency()).as("beyond what is taken without a hint").isGreaterThan(4);

        pace.allow((long) (WINDOW * SimulatedServers.SECOND), Allowance.WHOLE.atATime(3));
        assertThat(pace.concurrency()).isEqualTo(3);

        Pace half = pace(Allowance.WHOLE.shared(0.5));
        load(half).run(WINDOW / 10);
        assertThat(half.concurrency()).isLessThanOrEqualTo(26).isGreaterThanOrEqualTo(4);
    }
}
