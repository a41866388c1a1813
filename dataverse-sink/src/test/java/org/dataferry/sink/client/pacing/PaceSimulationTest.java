package org.dataferry.sink.client.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pace against simulated servers: at the edge of the limit that binds, and hardly ever thrown back. */
final class PaceSimulationTest {
    private static final double WINDOW = 300;

    private final long seed = Long.getLong("ferry.seed", System.nanoTime());

    @BeforeEach
    void tellSeed() {
        System.out.println("PaceSimulationTest seed=" + seed);
    }

    private SimulatedLoad load(SimulatedServers servers, int rows) {
        return new SimulatedLoad(servers, pace(), rows, now -> true);
    }

    private static Pace pace() {
        return new Pace(ProtectionLimits.DOCUMENTED, Allowance.WHOLE, 0);
    }

    private static double secondsPerRequest(int rows) {
        return 0.09 + 0.01 * rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 300, 1000})
    void usesTheExecutionTimeThatAWindowSustains(int rows) {
        SimulatedLoad load = load(new SimulatedServers(1, 0.1, seed), rows);
        load.run(WINDOW);

        double rate = load.run(4 * WINDOW) / (4 * WINDOW);

        double sustained = 4 / secondsPerRequest(rows) * rows;
        assertThat(rate / sustained).isBetween(0.97, 1.0);
        assertThat(load.throttled).isZero();
    }

    @Test
    void usesTheRequestsThatAWindowSustainsWhereTheyAreShort() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        servers.seconds = 100_000;
        SimulatedLoad load = load(servers, 5);
        load.run(WINDOW);

        double rate = load.run(4 * WINDOW) / (4 * WINDOW);

        assertThat(rate / (20 * 5)).isBetween(0.97, 1.0);
        assertThat(load.throttled).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2,0.93", "3,0.93", "5,0.92"})
    void usesAllServersAsFarAsChanceSpreadsRequestsOverThem(int count, double least) {
        SimulatedServers servers = new SimulatedServers(count, 0.1, seed);
        servers.hint = java.util.Optional.of(50);
        SimulatedLoad load = load(servers, 100);
        load.run(2 * WINDOW);

        double rate = load.run(4 * WINDOW) / (4 * WINDOW);

        assertThat(rate / (count * 4 / secondsPerRequest(100) * 100)).isBetween(least, 1.0);
        assertThat((double) load.throttled / load.done).isLessThan(0.001);
    }

    @Test
    void beginsGentlyAndAsIfItsLastLifeHadUsedAllThereWas() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        for (int request = 0; request < 1_100; request++) {
            servers.foreign(0, (long) (1.09 * SimulatedServers.SECOND));
        }
        SimulatedLoad load = load(servers, 100);

        load.run(WINDOW * 1.5);

        assertThat(load.throttled).isLessThanOrEqualTo(1);
        assertThat(load.mostUnderWay).isLessThanOrEqualTo(9);
    }

    @Test
    void settlesAfterLatencyTriplesAndComesBack() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        servers.latencyFactor = now -> now / SimulatedServers.SECOND % 1_200 < 600 ? 1 : 3;
        SimulatedLoad load = load(servers, 100);
        load.run(WINDOW);

        double rate = load.run(4_800) / 4_800;

        double sustained = 4 / secondsPerRequest(100) * 100 * (1 + 1.0 / 3) / 2;
        assertThat(rate / sustained).isGreaterThan(0.95);
        assertThat(load.throttled).isZero();
    }

    @Test
    void followsLimitsThatChange() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        SimulatedLoad load = load(servers, 100);
        load.run(2 * WINDOW);
        servers.seconds = 600;
        load.run(2 * WINDOW);
        long throttledMeanwhile = load.throttled;

        double halved = load.run(4 * WINDOW) / (4 * WINDOW);
        assertThat(halved / (2 / secondsPerRequest(100) * 100)).isBetween(0.95, 1.0);
        assertThat(throttledMeanwhile).isLessThan(10);
        assertThat(load.throttled).isEqualTo(throttledMeanwhile);

        servers.seconds = 1_200;
        load.run(2 * WINDOW);
        double back = load.run(4 * WINDOW) / (4 * WINDOW);
        assertThat(back / (4 / secondsPerRequest(100) * 100)).isBetween(0.97, 1.0);
        assertThat(load.throttled).isEqualTo(throttledMeanwhile);
    }

    @Test
    void leavesToOthersWhatTheyUse() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        SimulatedLoad load = load(servers, 100);
        load.run(WINDOW);
        for (int second = 0; second < 3_000; second++) {
            load.at(second, () -> servers.foreign(load.now(), (long) (1 * SimulatedServers.SECOND)));
        }

        double rate = load.run(3_000) / 3_000.0;

        assertThat(rate / (3 / secondsPerRequest(100) * 100)).isBetween(0.9, 1.03);
        assertThat((double) load.throttled / load.done).isLessThan(0.002);
    }

    @Test
    void keepsBelowAConcurrencyThatIsLowerThanDocumented() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        servers.concurrent = 3;
        SimulatedLoad load = load(servers, 100);
        load.run(2 * WINDOW);
        long before = load.throttled;

        double rate = load.run(4 * WINDOW) / (4 * WINDOW);

        assertThat(rate / (3 / secondsPerRequest(100) * 100)).isGreaterThan(0.95);
        assertThat(load.throttled - before).isLessThanOrEqualTo(4);
    }

    @Test
    void goesBeyondTheHintOnlyWhileBudgetLiesIdle() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        servers.hint = java.util.Optional.of(2);
        SimulatedLoad load = load(servers, 100);
        load.run(3 * WINDOW);

        double rate = load.run(4 * WINDOW) / (4 * WINDOW);

        assertThat(rate / (4 / secondsPerRequest(100) * 100)).isGreaterThan(0.97);
        assertThat(load.mostUnderWay).isLessThan(10);
    }

    @Test
    void knowsWithoutSignsHowMuchItHasUsed() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        servers.signs = false;
        SimulatedLoad load = load(servers, 100);
        load.run(2 * WINDOW);

        double rate = load.run(4 * WINDOW) / (4 * WINDOW);

        assertThat(rate / (4 / secondsPerRequest(100) * 100)).isBetween(0.97, 1.0);
        assertThat(load.throttled).isZero();
    }

    @Test
    void sendsALiveChangeAtOnceAlthoughALoadEndedAMomentAgo() {
        SimulatedServers servers = new SimulatedServers(1, 0.1, seed);
        Pace pace = pace();
        SimulatedLoad load = new SimulatedLoad(servers, pace, 100, now -> now < 2 * WINDOW * SimulatedServers.SECOND);
        load.run(2 * WINDOW + 5);

        assertThat(pace.turn(load.now(), "create", 1)).isEqualTo(new Turn.Now());
    }
}
