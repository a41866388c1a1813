package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dataferry.control.bench.sink.SinkBenchFigures;
import org.dataferry.control.bench.sink.SinkBenchPart;
import org.dataferry.control.bench.sink.SinkBenchSettings;
import org.dataferry.control.bench.sink.Span;
import org.dataferry.control.bench.sink.ThreadKind;
import org.dataferry.control.bench.sink.WriteRequests;
import org.junit.jupiter.api.Test;

final class SinkBenchDocumentTest {

    private static final Span SLOW = new Span(10, 1_000, 100, 5);
    private static final Span FAST = new Span(10, 4_000, 1_000, 0);

    @Test
    void theDocumentFollowsItsSchema() {
        JsonNode document = SinkBenchDocument.json(figures(SLOW, 100));

        Published.assertFollows("bench-sink", document);
        assertThat(document.at("/runs/0/efficiency").asDouble()).isEqualTo(0.25);
        assertThat(document.at("/runs/0/throttledShare").asDouble()).isEqualTo(0.05);
        assertThat(document.at("/pacingVersusFixed").asDouble()).isEqualTo(0.25);
        assertThat(document.at("/settle/1/settleSeconds").isNull()).isTrue();
        assertThat(document.at("/poison/0/requestsPerBadRow").asDouble()).isEqualTo(7.5);
    }

    /** As much time goes into 100 rows at 100 a second and the same at 400 as into 200 at 160. */
    @Test
    void createsAndUpdatesCountByTheTimeTheyTake() {
        JsonNode document = SinkBenchDocument.json(figures(SLOW, 100));

        assertThat(document.at("/choice/rowsPerSecond").asDouble()).isEqualTo(160);
        assertThat(document.at("/choiceVersusFixed/0/versusFixed").asDouble()).isEqualTo(1.6);
    }

    @Test
    void partsThatWereLeftOutAreEmpty() {
        SinkBenchFigures all = figures(SLOW, 100);
        JsonNode document = SinkBenchDocument.json(new SinkBenchFigures(
                all.settings(),
                all.machine(),
                all.unlimited(),
                all.timeScale(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                0,
                0,
                0,
                List.of()));

        Published.assertFollows("bench-sink", document);
        assertThat(document.get("pacingVersusFixed").isNull()).isTrue();
        assertThat(document.get("choice").isNull()).isTrue();
    }

    @Test
    void nothingIsComparedWithAClientThatGotNothingDone() {
        SinkBenchFigures.Pacing stuck =
                new SinkBenchFigures.Pacing(FAST, requests(100), new Span(10, 0, 8, 8), requests(100));
        SinkBenchFigures.Phases phases = new SinkBenchFigures.Phases(SLOW, new Span(10, 0, 8, 8));

        assertThat(stuck.versusFixed()).isEmpty();
        assertThat(new SinkBenchFigures.Choice(new SinkBenchFigures.Phases(FAST, FAST), requests(100), List.of())
                        .versusFixed(new SinkBenchFigures.FixedPhases(2.4, phases)))
                .isEmpty();
    }

    @Test
    void anAimIsMetOrSaidToBeMissed() {
        assertThat(SinkBenchText.of(figures(SLOW, 100)))
                .contains("NOT MET  efficiency, users 1 >= 0.97", "NOT MET  throttledShare, users 1 < 0.001");
        assertThat(SinkBenchText.of(figures(FAST, 100)))
                .contains("met      efficiency, users 1 >= 0.97", "met      throttledShare, users 1 < 0.001");
    }

    @Test
    void pacingCountsOnlyWhereBothSentTheSame() {
        assertThat(SinkBenchAims.of(figures(FAST, 100)))
                .filteredOn(aim -> aim.figure().equals("pacingVersusFixed"))
                .noneMatch(SinkBenchAims.Aim::met);
        assertThat(SinkBenchDocument.json(figures(FAST, 50))
                        .at("/pacing/sameRequests")
                        .asBoolean())
                .isFalse();
    }

    private static SinkBenchFigures figures(Span sink, int rowsPerRequest) {
        return new SinkBenchFigures(
                SinkBenchSettings.full(EnumSet.allOf(SinkBenchPart.class), 2, 100_000, 7),
                new SinkBenchFigures.Machine(2, 0.3, 1.8),
                new SinkBenchFigures.Unlimited(
                        100_000, 4_000.4, 80.1, Map.of(ThreadKind.LOOP, 40.0), 0.5, 0.6, 0.8, "processor"),
                2.5,
                List.of(new SinkBenchFigures.Run(1, sink, 400, 300, 2.5, requests(100))),
                Optional.of(new SinkBenchFigures.Pacing(sink, requests(rowsPerRequest), FAST, requests(100))),
                Optional.of(new SinkBenchFigures.Choice(
                        new SinkBenchFigures.Phases(SLOW, FAST),
                        requests(100),
                        List.of(new SinkBenchFigures.FixedPhases(2.4, new SinkBenchFigures.Phases(SLOW, SLOW))))),
                List.of(
                        new SinkBenchFigures.Settle("latency x3", OptionalDouble.of(31.5), SLOW, 133),
                        new SinkBenchFigures.Settle("latency back", OptionalDouble.empty(), SLOW, 400)),
                List.of(new SinkBenchFigures.Poison(0.01, 20, 150, 90, 100, 20)),
                0,
                0,
                0,
                List.of("a note"));
    }

    private static List<WriteRequests> requests(int rowsPerRequest) {
        return List.of(new WriteRequests("create", 10, 10L * rowsPerRequest, rowsPerRequest));
    }
}
