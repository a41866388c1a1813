package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dataferry.control.soak.SoakReport;

/** What a soak found, as text and as {@code soak.schema.json} has it. */
record SoakDocument(String name, SoakReport report) {

    ExitCode exitCode() {
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    ObjectNode json() {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("soak", name)
                .put("seed", report.seed())
                .put("rounds", report.rounds())
                .put("transactions", report.transactions())
                .put("kills", report.kills())
                .put("changes", report.changes())
                .put("writes", report.writes())
                .put("clean", report.isClean());
        ObjectNode violations = document.putObject("violations");
        report.violations().forEach((invariant, found) -> {
            var list = violations.putArray(invariant);
            found.forEach(list::add);
        });
        return document;
    }

    String text() {
        StringBuilder text = new StringBuilder()
                .append("seed ")
                .append(report.seed())
                .append(": ")
                .append(report.rounds() > 1 ? report.rounds() + " rounds, " : "")
                .append(report.transactions())
                .append(" transactions, ")
                .append(report.changes())
                .append(" changes, ")
                .append(report.writes())
                .append(" writes, ")
                .append(report.kills())
                .append(" kills");
        report.violations().forEach((invariant, found) -> {
            text.append(found.isEmpty() ? "\n  ok      " : "\n  BROKEN  ").append(invariant);
            found.forEach(one -> text.append("\n          ").append(one));
        });
        return report.isClean()
                ? text.toString()
                : text.append("\nkept in ").append(report.folder()).toString();
    }
}
