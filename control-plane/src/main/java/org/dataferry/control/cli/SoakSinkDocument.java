package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dataferry.control.soak.sink.SinkSoakReport;

/** What the soak of the sink found, as text and as {@code soak-sink.schema.json} has it. */
record SoakSinkDocument(SinkSoakReport report) {

    ExitCode exitCode() {
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    ObjectNode json() {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("soak", "sink")
                .put("seed", report.seed())
                .put("processes", report.processes());
        ArrayNode episodes = document.putArray("episodes");
        report.episodes()
                .forEach(episode -> episodes.addObject()
                        .put("faults", episode.name())
                        .put("writes", episode.writes())
                        .put("struck", episode.struck()));
        document.put("writes", report.writes())
                .put("rejected", report.rejected())
                .put("bounced", report.bounced())
                .put("rows", report.rows())
                .put("kills", report.kills())
                .put("halts", report.halts())
                .put("seconds", report.seconds())
                .put("clean", report.isClean());
        ObjectNode violations = document.putObject("violations");
        report.violations().forEach((invariant, found) -> {
            ArrayNode list = violations.putArray(invariant);
            found.forEach(list::add);
        });
        return document;
    }

    String text() {
        StringBuilder text = new StringBuilder("seed ").append(report.seed());
        report.episodes()
                .forEach(episode -> text.append("\n  ")
                        .append(episode.name())
                        .append(": ")
                        .append(episode.writes())
                        .append(" writes, ")
                        .append(episode.struck())
                        .append(" requests struck"));
        text.append("\n  %d writes in %.0f s, %d rejected, %d bounced, %d rows; %d kills, %d halts"
                .formatted(
                        report.writes(),
                        report.seconds(),
                        report.rejected(),
                        report.bounced(),
                        report.rows(),
                        report.kills(),
                        report.halts()));
        report.violations().forEach((invariant, found) -> {
            text.append(found.isEmpty() ? "\n  ok      " : "\n  BROKEN  ").append(invariant);
            found.forEach(one -> text.append("\n          ").append(one));
        });
        return report.isClean()
                ? text.toString()
                : text.append("\nkept in ").append(report.folder()).toString();
    }
}
