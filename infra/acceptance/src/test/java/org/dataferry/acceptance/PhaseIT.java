package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.TradingCompany;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that wait for a command are set once it is given, while the run goes on. */
final class PhaseIT {

    private static final int ROWS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void statesAreSetOnceTheirPhaseIsOpened() throws Exception {
        // given
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
        folder.edit(
                "mappings/account.yaml",
                "from: public.customers\n",
                "from: public.customers\nstate: { state: 1, opens: by-command }\n");
        TradingCompany company = new TradingCompany(new Random(7), ROWS);
        Path dump = company.copyDump(directory.resolve("company.sql"));
        try {
            folder.command("up").run().assertExit(0);
            folder.command("run", "--source-sql", dump.toString(), "--until-caught-up")
                    .run()
                    .assertExit(0);
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", PATIENCE);
                assertThat(deferred(folder)).isEqualTo(company.customers());

                // when
                JsonNode opened = folder.command(
                                "phase", "--entity", "account", "--open", "states", "--why", "all is there", "--json")
                        .run()
                        .assertExit(0)
                        .json();

                // then
                assertThat(opened.path("why").asText()).isEqualTo("all is there");
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (deferred(folder) > 0 && System.nanoTime() < deadline) {
                    assertThat(run.runs()).isTrue();
                }
                assertThat(deferred(folder)).isZero();
                run.stop();
            }
        } finally {
            folder.command("down").run();
        }
    }

    /** Of accounts, as status counts it. */
    private static long deferred(FerryFolder folder) throws InterruptedException {
        JsonNode status = folder.command("status", "--json").run().json();
        for (JsonNode entity : status.path("entities")) {
            if (entity.path("entity").asText().equals("account")) {
                return entity.path("deferred").asLong();
            }
        }
        throw new AssertionError("no account in " + status);
    }
}
