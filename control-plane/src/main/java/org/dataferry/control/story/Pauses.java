package org.dataferry.control.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which pauses a row has waited in. */
final class Pauses {

    private Pauses() {}

    /** @param to what ended it; empty while it lasts */
    private record Pause(ObjectNode from, List<ObjectNode> to) {}

    /**
     * Those that overlap with the time in which some write waited for its last outcome; all other decisions stay.
     *
     * @param decisions in their order
     */
    static List<ObjectNode> thatTouched(List<ObjectNode> decisions, List<ObjectNode> writes) {
        List<ObjectNode> touched = new ArrayList<>();
        // Who pauses what is paused already has a reason of their own: both last until it is resumed.
        Map<String, List<Pause>> open = new HashMap<>();
        List<Pause> pauses = new ArrayList<>();
        for (ObjectNode decision : decisions) {
            String of = decision.path("entity").asText("");
            switch (decision.path("what").asText()) {
                case "PAUSED" -> {
                    Pause pause = new Pause(decision, new ArrayList<>());
                    open.computeIfAbsent(of, first -> new ArrayList<>()).add(pause);
                    pauses.add(pause);
                }
                case "RESUMED" -> {
                    // Who resumes everything ends the pauses of single entities, too.
                    List<String> ended = of.isEmpty() ? List.copyOf(open.keySet()) : List.of(of);
                    ended.forEach(name -> {
                        open.getOrDefault(name, List.of())
                                .forEach(pause -> pause.to().add(decision));
                        open.remove(name);
                    });
                }
                default -> touched.add(decision);
            }
        }
        pauses.stream()
                .filter(pause -> writes.stream().anyMatch(write -> overlap(pause, write)))
                .forEach(pause -> {
                    touched.add(pause.from());
                    pause.to().stream().filter(end -> !touched.contains(end)).forEach(touched::add);
                });
        return touched;
    }

    private static boolean overlap(Pause pause, ObjectNode write) {
        Instant announced = RowStory.instant(write.path("at")).orElse(Instant.MAX);
        boolean isOpen = switch (write.path("status").asText()) {
            case "IN_FLIGHT", "PARKED", "DEFERRED", "BOUNCED" -> true;
            default -> false;
        };
        Instant said =
                isOpen ? Instant.MAX : RowStory.instant(write.path("outcomeAt")).orElse(Instant.MAX);
        Instant from = RowStory.instant(pause.from().path("at")).orElse(Instant.MIN);
        Instant to = pause.to().stream()
                .findFirst()
                .flatMap(end -> RowStory.instant(end.path("at")))
                .orElse(Instant.MAX);
        return announced.isBefore(to) && from.isBefore(said);
    }
}
