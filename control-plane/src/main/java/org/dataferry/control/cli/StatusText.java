package org.dataferry.control.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.Rejections;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.status.Moments;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.SituationText;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.words.Counted;

/** A status as lines for people. */
final class StatusText {

    /** The table is to stay in sight; the JSON has more. */
    private static final int MOST_IN_TEXT = 5;

    /** Dataverse can be wordy; the JSON has all of it. */
    private static final int MOST_OF_DETAIL = 240;

    private static final String INDENT = "  ";

    private final List<String> lines = new ArrayList<>();

    private final PlainRow plain;

    private StatusText(PlainRow plain) {
        this.plain = plain;
    }

    /**
     * @param situation if it is known; of a run that has ended it is not asked
     * @param most characters in a line
     */
    static List<String> lines(StatusReport report, Optional<Situation> situation, int most) {
        StatusText text = new StatusText(report.rows());
        situation.ifPresent(now -> text.lines.addAll(new SituationText(ZoneId.systemDefault()).lines(now)));
        text.lag(report);
        List<String> above = wrapped(text.lines, most);
        text.lines.clear();
        text.whatIsWrong(report);
        List<String> all = new ArrayList<>(above);
        all.addAll(new StatusTable(report.entities(), situation).lines(most));
        all.addAll(wrapped(text.lines, most));
        return all;
    }

    /** Never broken, so that they can be copied. */
    static List<String> endpoints(Endpoints endpoints) {
        List<String> lines = new ArrayList<>();
        endpoints
                .ends()
                .forEach((name, end) -> lines.add(
                        "source     " + end.loginUrl() + (endpoints.ends().size() > 1 ? " (" + name + ")" : "")));
        lines.addAll(List.of(
                "ledger     " + endpoints.ledger().loginUrl(),
                "kafka      " + endpoints.bootstrapServers(),
                "registry   " + endpoints.registry().url(),
                "dataverse  " + endpoints.target().baseUrl()));
        return lines;
    }

    /** The same in lines that fit, broken between words; a longer word stays whole. */
    static List<String> wrapped(List<String> lines, int most) {
        List<String> fitting = new ArrayList<>();
        for (String line : lines) {
            String rest = line;
            String indent = line.startsWith(INDENT) ? INDENT + INDENT : INDENT;
            while (rest.length() > most) {
                int start = rest.length() - rest.stripLeading().length();
                int end = rest.lastIndexOf(' ', most);
                if (end <= start) {
                    end = rest.indexOf(' ', Math.max(most, start));
                }
                if (end < 0) {
                    break;
                }
                fitting.add(rest.substring(0, end));
                rest = indent + rest.substring(end + 1);
            }
            fitting.add(rest);
        }
        return fitting;
    }

    private void lag(StatusReport report) {
        lines.add("lag: " + Counted.of(report.lag().changes(), "change")
                + report.lag()
                        .behind()
                        .map(behind -> ", " + Moments.span(behind))
                        .orElse(""));
    }

    private void whatIsWrong(StatusReport report) {
        if (report.deadLetters() > 0) {
            lines.add("dead letters: " + Counted.of(report.deadLetters(), "record")
                    + " could not be read at all; ferry dead-letters lists them");
            report.openLetters().stream()
                    .limit(1)
                    .forEach(one -> lines.add(INDENT + "such as " + one.id() + ": " + cut(one.reason())));
        }
        if (report.discardedLetters() > 0) {
            lines.add(
                    "discarded: " + Counted.of(report.discardedLetters(), "record") + " that could not be read at all");
        }
        if (report.unannounced() > 0) {
            lines.add("ALARM: " + Counted.of(report.unannounced(), "outcome") + " of writes that were never announced");
        }
        report.open().parkedFor().stream()
                .limit(MOST_IN_TEXT)
                .forEach(parent -> lines.add("parked: " + Counted.of(parent.writes(), "write")
                        + (parent.writes() == 1 ? " waits for " : " wait for ") + plain.text(parent.row())));
        report.entities().stream().filter(entity -> entity.waivedParked() > 0).forEach(this::waivedParked);
        report.rejectedBy().forEach(this::rejected);
        report.entities().stream().filter(entity -> entity.kept() > 0).forEach(this::kept);
        report.open().deferredBy().forEach(one -> waiting("deferred", one));
        report.open().bouncedBy().forEach(one -> waiting("bounced", one));
        report.imbalances().forEach(this::alarm);
    }

    private void rejected(Rejections rejections) {
        String waived = rejections.waived() == 0 ? "" : ", of these " + rejections.waived() + " waived";
        lines.add("rejected: " + Counted.of(rejections.rows(), "row") + " " + rejections.reason() + waived + ": "
                + rejections.reason().remedy());
        example(rejections.row(), ": " + cut(rejections.detail()));
    }

    private void waivedParked(EntityStatus entity) {
        lines.add("parked: of the " + Counted.of(entity.parked(), "write") + " of " + entity.entity() + " "
                + entity.waivedParked() + " waived");
    }

    private void kept(EntityStatus entity) {
        lines.add("kept: " + Counted.of(entity.kept(), "write") + " of " + entity.entity()
                + " left rows as somebody changed them in Dataverse; ferry verify names them");
    }

    private void waiting(String what, OpenWrites.ByReason one) {
        lines.add(what + ": " + Counted.of(one.writes(), "write") + " " + one.reason() + ": "
                + WaitingWords.of(one.reason()));
        example(one.row(), "");
    }

    private void example(String row, String more) {
        if (!row.isEmpty()) {
            lines.add(INDENT + "such as " + plain.text(row) + more);
        }
    }

    private void alarm(Imbalance imbalance) {
        lines.add("ALARM: " + Counted.of(imbalance.count(), "write") + " of " + imbalance.entity()
                + " announced before fence " + imbalance.fenceId() + " without any outcome, such as "
                + String.join(", ", imbalance.writeIds()));
    }

    private static String cut(String detail) {
        String line = detail.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST_OF_DETAIL ? line : line.substring(0, MOST_OF_DETAIL) + "…";
    }
}
