package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dataferry.acceptance.harness.FerryCommand;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.TargetTampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo, as a newcomer runs it: killed with all its servers at random moments it is gone on with, and its self-check finds
 * what somebody spoils in the target.
 *
 * <p>The long form: {@code mvn verify -pl infra/acceptance -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=DemoIT#passesItsSelfCheckAfterKills -Dfailsafe.failIfNoSpecifiedTests=false -Dferry.kills=10
 * -Dferry.rows=50000}. A failure is repeated by {@code -Dferry.seed=}, as far as the machine's own timing allows.
 */
final class DemoIT {

    private static final int KILLS = Integer.getInteger("ferry.kills", 2);
    private static final int ROWS = Integer.getInteger("ferry.rows", 2_000);
    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());
    private static final int FAILED = 1;

    private static final Duration START_PATIENCE = Duration.ofMinutes(4);

    /** A thousand rows take about a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(10).plusMillis(10L * ROWS);

    /** A kill comes within this after the load began, so most of them hit it; or the live changes behind it. */
    private static final int LATEST_KILL_OF_LOAD_MILLIS = 10_000 + ROWS;

    /** Of one kill in three: anywhere, also while servers start and the source is filled. */
    private static final int LATEST_KILL_OF_START_MILLIS = 20_000;

    private final Random random = new Random(SEED);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void passesItsSelfCheckAfterKills() throws Exception {
        // given
        System.out.println("seed " + SEED + ", " + KILLS + " kills, " + ROWS + " rows");
        FerryCommand demo = demo("--rows", Integer.toString(ROWS), "--seed", Long.toString(SEED), "--exit", "--json");

        // when
        for (int kill = 1; kill <= KILLS; kill++) {
            killDuring(demo.start(), kill);
        }
        FerryResult result = demo.run(PATIENCE);

        // then
        JsonNode report = result.assertExit(0).json();
        System.out.println(report);
        assertThat(report.path("selfCheck").asText()).isEqualTo("passed");
        assertThat(report.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(report.path("changes").asInt()).isPositive();
        assertThat(report.path("rejected")).isNotEmpty().allSatisfy(kind -> {
            assertThat(kind.path("expected").asInt()).isPositive();
            assertThat(kind.path("found").asInt())
                    .isEqualTo(kind.path("expected").asInt());
        });
    }

    @Test
    void goesOnUntilItIsStoppedAndThenFindsWhatSomebodySpoiled() throws Exception {
        // given a demo that has passed its self-check, and was told to stop while live changes went on
        System.out.println("seed " + SEED);
        String[] same = {"--rows", "600", "--seed", Long.toString(SEED), "--json"};
        FerryProcess running = demo(same).start();
        running.awaitLine("self-check passed; live changes go on", PATIENCE);
        JsonNode stopped = running.stop().assertExit(0).json();
        assertThat(stopped.path("selfCheck").asText()).isEqualTo("passed");

        // when
        FerryFolder folder = new FerryFolder(directory.resolve(".ferry-demo"));
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        Spoiled spoiled = spoil(servers.dataverse());
        List<String> goOn = new ArrayList<>(List.of(same));
        goOn.addAll(List.of("--exit", "--changes-per-second", "0"));
        FerryResult result = demo(goOn.toArray(String[]::new)).run(PATIENCE);
        folder.command("down").run().assertExit(0);

        // then exactly that is found
        JsonNode report = result.assertExit(FAILED).json();
        assertThat(report.path("selfCheck").asText()).isEqualTo("failed");
        assertThat(report.path("continued").asBoolean()).isTrue();
        assertThat(report.path("findings"))
                .as("%s", report)
                .hasSize(3)
                .anySatisfy(finding -> {
                    assertThat(finding.path("record").asText())
                            .isEqualTo("ferry_shiftorder of shift_orders number " + spoiled.changedOrder());
                    assertThat(finding.path("field").asText()).isEqualTo("ferry_hours");
                    assertThat(finding.path("found").asText()).isEqualTo("23.99");
                })
                .anySatisfy(finding -> {
                    assertThat(finding.path("record").asText())
                            .isEqualTo("ferry_distance of provider_accounts number " + spoiled.deletedPairing());
                    assertThat(finding.path("expected").asText()).isEqualTo("a row");
                    assertThat(finding.path("found").asText()).isEqualTo("nothing");
                })
                .anySatisfy(finding -> {
                    assertThat(finding.path("record").asText())
                            .isEqualTo("ferry_clearance of provider_accounts number " + spoiled.unlinkedPairing());
                    assertThat(finding.path("found").asText()).isEqualTo("nothing");
                });
    }

    private record Spoiled(long changedOrder, long deletedPairing, long unlinkedPairing) {}

    /** A wrong value, a lost row, a lost link; nothing names an order or a distance. */
    private static Spoiled spoil(URI dataverse) throws Exception {
        TargetTampering target = new TargetTampering(dataverse);
        JsonNode order = target.rows("ferry_shiftorders", "ferry_hours lt 23").getFirst();
        target.change("ferry_shiftorders", order.path("ferry_shiftorderid").asText(), "{\"ferry_hours\": 23.99}");
        JsonNode distance =
                target.rows("ferry_distances", "ferry_cleared eq false").getFirst();
        assertThat(target.delete(
                        "ferry_distances(" + distance.path("ferry_distanceid").asText() + ")"))
                .isTrue();
        return new Spoiled(
                order.path("ferry_orderid").asLong() - 1,
                distance.path("ferry_pairing").asLong(),
                unlink(target));
    }

    /** A row whose newest version was rejected shows an older clearance, whose link is gone; so the first with a link. */
    private static long unlink(TargetTampering target) throws Exception {
        for (JsonNode cleared : target.rows("ferry_distances", "ferry_cleared eq true")) {
            if (target.delete(
                    "contacts(" + cleared.path("_ferry_providerid_value").asText() + ")/ferry_clearance("
                            + cleared.path("_ferry_accountid_value").asText() + ")/$ref")) {
                return cleared.path("ferry_pairing").asLong();
            }
        }
        throw new AssertionError("no link to remove");
    }

    private void killDuring(FerryProcess demo, int kill) throws Exception {
        boolean anywhere = kill % 3 == 1;
        if (!anywhere) {
            demo.awaitLine("load: ", START_PATIENCE);
        }
        int wait = random.nextInt(anywhere ? LATEST_KILL_OF_START_MILLIS : LATEST_KILL_OF_LOAD_MILLIS);
        demo.awaitEnd(Duration.ofMillis(wait));
        boolean ran = demo.runs();
        demo.killTree();
        System.out.println("kill " + kill + ": " + wait + " ms after " + (anywhere ? "the start" : "the load began")
                + (ran ? "" : ", when it had ended"));
    }

    private FerryCommand demo(String... options) {
        List<String> arguments = new ArrayList<>(List.of("demo", "--dir", directory.toString()));
        arguments.addAll(List.of(options));
        return new FerryCommand(
                arguments, List.of(), Map.of(), directory.resolve(".ferry-demo").resolve(".ferry"));
    }
}
