package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.dataferry.control.bench.sink.SinkBenchFigures;
import org.dataferry.control.bench.sink.Span;
import org.dataferry.control.bench.sink.TargetModel;
import org.dataferry.control.bench.sink.WriteRequests;

/** The figures of {@code ferry bench sink} as JSON; the schema is {@code bench-sink.schema.json}. */
final class SinkBenchDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS = 1_000;

    private SinkBenchDocument() {}

    static ObjectNode json(SinkBenchFigures figures) {
        ObjectNode document = JSON.createObjectNode();
        document.put("benchmark", "sink");
        document.put("quick", figures.settings().target().equals(TargetModel.SMALL));
        document.put("seed", figures.settings().seed());
        document.put("windows", figures.settings().windows());
        document.set("target", target(figures.settings().target()));
        document.putObject("machine")
                .put("cores", figures.machine().cores())
                .put("loadBefore", rounded(figures.machine().loadBefore()))
                .put("loadAfter", rounded(figures.machine().loadAfter()));
        unlimited(document, figures.unlimited());
        document.put("timeScale", figures.timeScale());
        ArrayNode runs = document.putArray("runs");
        figures.runs().forEach(run -> runs.add(run(run)));
        pacing(document, figures);
        choice(document, figures);
        ArrayNode settle = document.putArray("settle");
        figures.settle().forEach(each -> settle.add(settle(each)));
        ArrayNode poison = document.putArray("poison");
        figures.poison().forEach(each -> poison.add(poison(each)));
        document.putObject("checks")
                .put("rowsMissing", figures.missing())
                .put("wronglyRejected", figures.wronglyRejected())
                .put("requestsRefused", figures.refused());
        ArrayNode aims = document.putArray("aims");
        SinkBenchAims.of(figures)
                .forEach(aim -> aims.addObject()
                        .put("figure", aim.figure())
                        .put("aim", aim.aim())
                        .put("met", aim.met()));
        ArrayNode notes = document.putArray("notes");
        figures.notes().forEach(notes::add);
        return document;
    }

    private static ObjectNode target(TargetModel model) {
        return JSON.createObjectNode()
                .put("requests", model.requests())
                .put("executionSeconds", model.execution().toMillis() / MILLIS)
                .put("windowSeconds", model.window().toMillis() / MILLIS)
                .put("concurrent", model.concurrent())
                .put("requestMillis", model.request().toMillis())
                .put("rowMillis", model.row().toMillis())
                .put("mostRows", model.mostRows());
    }

    private static void unlimited(ObjectNode document, SinkBenchFigures.Unlimited unlimited) {
        document.put("rowsPerSecondUnlimited", rounded(unlimited.rowsPerSecond()));
        document.put("cpuMicrosPerRow", rounded(unlimited.micros()));
        ObjectNode more = document.putObject("unlimited")
                .put("rows", unlimited.rows())
                .put("binds", unlimited.binds())
                .put("sinkCores", exact(unlimited.sinkCores()))
                .put("emulatorCores", exact(unlimited.emulatorCores()))
                .put("otherCores", exact(unlimited.otherCores()));
        ObjectNode threads = more.putObject("cpuMicrosByThreads");
        unlimited
                .microsByThreads()
                .forEach((kind, micros) -> threads.put(kind.name().toLowerCase(Locale.ROOT), rounded(micros)));
    }

    private static ObjectNode run(SinkBenchFigures.Run run) {
        ObjectNode json = JSON.createObjectNode()
                .put("users", run.users())
                .put("rowsPerSecond", rounded(run.span().rowsPerSecond()))
                .put("ceilingRowsPerSecond", rounded(run.ceiling()))
                .put("steadyCeilingRowsPerSecond", rounded(run.steadyCeiling()))
                .put("efficiency", exact(run.efficiency()))
                .put("steadyEfficiency", exact(run.steadyEfficiency()))
                .put("throttledShare", share(run.span()))
                .put("throttled", run.span().throttled())
                .put("timeScale", run.timeScale());
        json.set("requests", requests(run.requests()));
        return json;
    }

    private static void pacing(ObjectNode document, SinkBenchFigures figures) {
        if (figures.pacing().isEmpty()) {
            document.putNull("pacingVersusFixed");
            document.putNull("pacing");
            return;
        }
        SinkBenchFigures.Pacing pacing = figures.pacing().get();
        put(document, "pacingVersusFixed", pacing.versusFixed());
        ObjectNode json = document.putObject("pacing").put("sameRequests", pacing.isOfSameRequests());
        json.set("sink", span(pacing.sink()).set("requests", requests(pacing.sinkRequests())));
        json.set("fixed", span(pacing.fixed()).set("requests", requests(pacing.fixedRequests())));
    }

    private static void choice(ObjectNode document, SinkBenchFigures figures) {
        ArrayNode versus = document.putArray("choiceVersusFixed");
        if (figures.choice().isEmpty()) {
            document.putNull("choice");
            return;
        }
        SinkBenchFigures.Choice choice = figures.choice().get();
        for (SinkBenchFigures.FixedPhases fixed : choice.fixed()) {
            ObjectNode json = versus.addObject().put("upsertRatio", fixed.ratio());
            put(json, "versusFixed", choice.versusFixed(fixed));
            json.set("fixed", phases(fixed.phases()));
        }
        document.set("choice", phases(choice.sink()).set("requests", requests(choice.sinkRequests())));
    }

    private static ObjectNode phases(SinkBenchFigures.Phases phases) {
        ObjectNode json = JSON.createObjectNode().put("rowsPerSecond", rounded(phases.rowsPerSecond()));
        json.set("creates", span(phases.creates()));
        json.set("updates", span(phases.updates()));
        return json;
    }

    private static ObjectNode settle(SinkBenchFigures.Settle settle) {
        ObjectNode json = JSON.createObjectNode().put("change", settle.change());
        settle.seconds()
                .ifPresentOrElse(
                        seconds -> json.put("settleSeconds", rounded(seconds)), () -> json.putNull("settleSeconds"));
        return json.put("rowsPerSecond", rounded(settle.span().rowsPerSecond()))
                .put("steadyCeilingRowsPerSecond", rounded(settle.steadyCeiling()))
                .put("throttled", settle.span().throttled())
                .put("throttledShare", share(settle.span()));
    }

    private static ObjectNode poison(SinkBenchFigures.Poison poison) {
        return JSON.createObjectNode()
                .put("share", poison.share())
                .put("badRows", poison.badRows())
                .put("rejected", poison.rejected())
                .put("furtherRequests", poison.furtherRequests())
                .put("requestsPerBadRow", exact(poison.requestsPerBadRow()))
                .put("healthyRowsPerSecond", rounded(poison.healthyRowsPerSecond()))
                .put("withoutBadRowsPerSecond", rounded(poison.withoutBad()));
    }

    private static ObjectNode span(Span span) {
        return JSON.createObjectNode()
                .put("rowsPerSecond", rounded(span.rowsPerSecond()))
                .put("throttled", span.throttled())
                .put("throttledShare", share(span));
    }

    private static ArrayNode requests(List<WriteRequests> all) {
        ArrayNode json = JSON.createArrayNode();
        all.forEach(each -> json.addObject()
                .put("operation", each.operation())
                .put("requests", each.requests())
                .put("rowsPerRequest", rounded(each.rowsPerRequest()))
                .put("mostRows", each.mostRows()));
        return json;
    }

    private static void put(ObjectNode json, String name, OptionalDouble figure) {
        figure.ifPresentOrElse(known -> json.put(name, exact(known)), () -> json.putNull(name));
    }

    private static BigDecimal share(Span span) {
        return BigDecimal.valueOf(span.throttledShare()).setScale(4, RoundingMode.HALF_UP);
    }

    private static BigDecimal exact(double figure) {
        return BigDecimal.valueOf(figure).setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(1, RoundingMode.HALF_UP);
    }
}
