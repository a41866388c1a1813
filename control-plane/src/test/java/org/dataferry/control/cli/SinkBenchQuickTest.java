package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.dataferry.control.bench.sink.SinkBench;
import org.dataferry.control.bench.sink.SinkBenchFigures;
import org.dataferry.control.bench.sink.SinkBenchPart;
import org.dataferry.control.bench.sink.SinkBenchSettings;
import org.dataferry.embedded.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every part of the benchmark with few rows, on real servers: what is counted is right; none says how fast. */
@Timeout(600)
final class SinkBenchQuickTest {

    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());

    @Test
    void eachPartHasItsFiguresAndEveryRowItsOutcome() throws InterruptedException {
        System.out.println("seed " + SEED);
        List<String> said = new ArrayList<>();

        SinkBenchFigures figures = SinkBench.run(
                SinkBenchSettings.quick(EnumSet.allOf(SinkBenchPart.class), SEED), said::add, Progress.SILENT);

        JsonNode document = SinkBenchDocument.json(figures);
        Published.assertFollows("bench-sink", document);
        assertThat(document.get("checks")).as("%s", document).allMatch(count -> count.asLong() == 0);
        assertRates(document);
        assertRequests(document);
        assertBadRows(document);
        assertThat(SinkBenchText.of(figures))
                .contains("checks: 0 rows missing, 0 wrongly rejected, 0 requests refused");
        assertThat(said).anyMatch(line -> line.contains("times as fast as the wall's clock"));
    }

    /** Whatever the machine does, nobody exceeds by more than one window's worth what the emulator says is possible. */
    private static void assertRates(JsonNode document) {
        assertThat(document.get("rowsPerSecondUnlimited").asDouble()).isPositive();
        assertThat(document.get("cpuMicrosPerRow").asDouble()).isPositive();
        assertThat(document.get("runs")).isNotEmpty().allSatisfy(run -> {
            assertThat(run.get("efficiency").asDouble()).isLessThan(2);
            assertThat(run.get("requests")).isNotEmpty();
            assertThat(run.get("steadyCeilingRowsPerSecond").asDouble())
                    .isLessThanOrEqualTo(run.get("ceilingRowsPerSecond").asDouble());
        });
        assertThat(document.get("settle"))
                .extracting(change -> change.get("steadyCeilingRowsPerSecond").asDouble())
                .as("each change is made, and taken back")
                .satisfiesExactly(
                        slow -> assertThat(slow).isPositive(),
                        back -> assertThat(back).isGreaterThan(settle(document, 0)),
                        narrow -> assertThat(narrow).isLessThan(settle(document, 1)),
                        again -> assertThat(again).isEqualTo(settle(document, 1)));
    }

    private static double settle(JsonNode document, int change) {
        return document.at("/settle/" + change + "/steadyCeilingRowsPerSecond").asDouble();
    }

    private static void assertRequests(JsonNode document) {
        assertThat(document.at("/pacing/sameRequests").asBoolean()).isTrue();
        assertThat(document.at("/pacing/fixed/throttled").asLong())
                .as("a client that does not mind the limits is throttled")
                .isPositive();
        assertThat(document.get("choiceVersusFixed"))
                .extracting(choice -> choice.get("upsertRatio").asDouble())
                .containsExactly(1.0, 1.5, 2.4);
        assertThat(document.at("/choice/requests"))
                .extracting(request -> request.get("operation").asText())
                .contains("create", "update");
    }

    private static void assertBadRows(JsonNode document) {
        assertThat(document.get("poison")).hasSize(2).allSatisfy(poison -> {
            assertThat(poison.get("rejected").asLong())
                    .isEqualTo(poison.get("badRows").asLong());
            assertThat(poison.get("healthyRowsPerSecond").asDouble()).isPositive();
        });
        assertThat(document.at("/poison/1/furtherRequests").asLong())
                .as("more bad rows, more requests")
                .isGreaterThan(document.at("/poison/0/furtherRequests").asLong());
    }
}
