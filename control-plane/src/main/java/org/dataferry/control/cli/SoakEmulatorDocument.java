package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dataferry.control.soak.emulator.EmulatorSoakReport;

/** What the soak of the emulator found, as text and as {@code soak-emulator.schema.json} has it. */
record SoakEmulatorDocument(EmulatorSoakReport report) {

    ExitCode exitCode() {
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    ObjectNode json() {
        ObjectNode document =
                new ObjectMapper().createObjectNode().put("soak", "emulator").put("seed", report.seed());
        ArrayNode passes = document.putArray("passes");
        report.passes()
                .forEach(pass -> passes.addObject()
                        .put("facet", pass.facet())
                        .put("limit", pass.limit())
                        .put("rows", pass.rows())
                        .put("requests", pass.requests())
                        .put("throttled", pass.throttled())
                        .put("edge", pass.edge())
                        .put("seconds", pass.seconds()));
        document.put("kills", report.kills())
                .put("answered", report.answered())
                .put("unanswered", report.unanswered())
                .put("unansweredThere", report.unansweredThere())
                .put("rows", report.rows())
                .put("clean", report.isClean());
        ObjectNode violations = document.putObject("violations");
        report.violations().forEach((invariant, found) -> {
            ArrayNode list = violations.putArray(invariant);
            found.forEach(list::add);
        });
        return document;
    }

    String text() {
        StringBuilder text = new StringBuilder().append("seed ").append(report.seed());
        report.passes()
                .forEach(pass -> text.append("\n  limit of ")
                        .append(pass.facet())
                        .append(' ')
                        .append(pass.limit())
                        .append(": ")
                        .append(pass.rows())
                        .append(" rows, ")
                        .append(pass.requests())
                        .append(" requests, ")
                        .append(pass.throttled())
                        .append(" throttled, ")
                        .append(pass.edge())
                        .append(" at the edge"));
        text.append("\n  ")
                .append(report.kills())
                .append(" kills: ")
                .append(report.answered())
                .append(" bulk writes answered, ")
                .append(report.unanswered())
                .append(" not, ")
                .append(report.unansweredThere())
                .append(" of these there, ")
                .append(report.rows())
                .append(" rows");
        report.violations().forEach((invariant, found) -> {
            text.append(found.isEmpty() ? "\n  ok      " : "\n  BROKEN  ").append(invariant);
            found.forEach(one -> text.append("\n          ").append(one));
        });
        return report.isClean()
                ? text.toString()
                : text.append("\nkept in ").append(report.folder()).toString();
    }
}
