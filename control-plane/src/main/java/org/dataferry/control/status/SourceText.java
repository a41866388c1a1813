package org.dataferry.control.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataferry.capture.source.SourceHealth;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;

/** How it is at the sources, in words for people and as JSON for programs. */
public final class SourceText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    private static final int STEP = 1_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private final Moments moments;

    public SourceText(ZoneId zone) {
        this.moments = new Moments(zone);
    }

    /** A few lines of each, by their names; none of one that was not looked at. */
    public List<String> lines(Map<String, SourceLook> looks, Instant now) {
        if (looks.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        TableNames names = new TableNames(List.copyOf(looks.keySet()));
        looks.forEach(
                (name, look) -> lines.addAll(lines(look, names.isSeveral() ? "source " + name : "source", names, now)));
        return lines;
    }

    private List<String> lines(SourceLook look, String source, TableNames names, Instant now) {
        List<String> lines = new ArrayList<>();
        look.log().ifPresent(log -> lines.add(source + ": " + words(log)));
        look.log()
                .flatMap(log -> log.health().slot())
                .filter(SourceHealth.Slot::isLost)
                .ifPresent(slot -> lines.add("ALARM: the " + source + " has given slot " + slot.name() + " up"
                        + slot.lostBecause().map(why -> " (" + why + ")").orElse("")
                        + ": capture cannot go on without a decision, --resnapshot or --accept-gap"));
        look.trouble().ifPresent(trouble -> lines.add(source + ": " + trouble));
        look.snapshot().ifPresent(snapshot -> lines.addAll(SnapshotText.lines(source, snapshot)));
        lines.addAll(DumpsText.lines(look.dumps(), moments, now));
        held(look)
                .forEach(table -> lines.add("held: the changes of "
                        + names.text(table.getKey()) + ", since "
                        + moments.at(table.getValue().getFirst().at(), now) + ", as its schema is not what it was: "
                        + table.getValue().stream()
                                .map(SourceEvent.Drifted::text)
                                .collect(Collectors.joining("; "))
                        + ". They go on with ferry drift --accept "
                        + names.text(table.getKey())));
        return lines;
    }

    private static List<Map.Entry<SourceTable, List<SourceEvent.Drifted>>> held(SourceLook look) {
        return look.held().drifts().entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().qualified()))
                .toList();
    }

    private static String words(SourceLook.Log log) {
        String growth = log.bytesPerSecond().isPresent()
                ? "; its log grows " + bytes(log.bytesPerSecond().getAsDouble() * SECONDS_PER_DAY) + " a day"
                : "";
        String full = log.timeUntilFull()
                .map(time -> "; there is room for " + bytes(log.roomBytes().getAsLong()) + ", which is full "
                        + span(time) + " after capture stops")
                .orElse("");
        return (log.health().standby() ? "standby" : "primary") + ", "
                + log.health().slot().map(SourceText::words).orElse("no slot") + growth + full;
    }

    private static String words(SourceHealth.Slot slot) {
        return "slot " + slot.name() + (slot.active() ? " in use" : " used by nobody") + ", " + slot.state()
                + ", keeps " + bytes(slot.retainedBytes());
    }

    private static String span(Duration time) {
        return time.toDays() >= 2 ? String.format(Locale.ROOT, "%,d days", time.toDays()) : Moments.span(time);
    }

    /** For people: {@code 3.1 GB}. */
    static String bytes(double bytes) {
        double left = bytes;
        int unit = 0;
        while (left >= STEP && unit < UNITS.length - 1) {
            left /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || left >= 100 ? "%.0f %s" : "%.1f %s", left, UNITS[unit]);
    }

    /** As {@code status.schema.json} has it. */
    static ArrayNode json(Map<String, SourceLook> looks) {
        ArrayNode all = JSON.createArrayNode();
        if (!looks.isEmpty()) {
            TableNames names = new TableNames(List.copyOf(looks.keySet()));
            looks.forEach((name, look) -> all.add(json(name, look, names)));
        }
        return all;
    }

    private static ObjectNode json(String name, SourceLook look, TableNames names) {
        ObjectNode json = JSON.createObjectNode().put("name", name);
        json.put("trouble", look.trouble().orElse(null));
        json.set("log", look.log().map(SourceText::json).orElse(null));
        ArrayNode held = json.putArray("held");
        held(look).forEach(table -> {
            ObjectNode one = held.addObject()
                    .put("table", names.text(table.getKey()))
                    .put("since", table.getValue().getFirst().at().toString());
            ArrayNode drifts = one.putArray("drifts");
            table.getValue().forEach(event -> event.drifts().forEach(drift -> drifts.add(json(drift))));
        });
        DumpsText.addTo(json, look.dumps());
        json.set("snapshot", look.snapshot().map(SnapshotText::json).orElse(null));
        return json;
    }

    public static ObjectNode json(SourceDrift drift) {
        return JSON.createObjectNode()
                .put("kind", drift.kind().name())
                .put("before", drift.before())
                .put("after", drift.after());
    }

    private static ObjectNode json(SourceLook.Log log) {
        ObjectNode json = JSON.createObjectNode().put("role", log.health().standby() ? "STANDBY" : "PRIMARY");
        log.bytesPerSecond()
                .ifPresentOrElse(rate -> json.put("bytesPerSecond", rate), () -> json.putNull("bytesPerSecond"));
        log.roomBytes().ifPresentOrElse(room -> json.put("roomBytes", room), () -> json.putNull("roomBytes"));
        json.put(
                "secondsUntilFull", log.timeUntilFull().map(Duration::toSeconds).orElse(null));
        json.set("slot", log.health().slot().map(SourceText::json).orElse(null));
        return json;
    }

    private static ObjectNode json(SourceHealth.Slot slot) {
        return JSON.createObjectNode()
                .put("name", slot.name())
                .put("active", slot.active())
                .put("state", slot.state())
                .put("retainedBytes", slot.retainedBytes())
                .put("lostBecause", slot.lostBecause().orElse(null));
    }
}
