package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.control.deadletter.DeadLetter;
import org.dataferry.control.deadletter.DeadLetterStory;
import org.dataferry.control.deadletter.ReplayedLetter;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.words.Counted;

/**
 * Dead letters by their ids; as JSON by {@code dead-letters.schema.json}.
 *
 * @param results what became of those that were to be replayed; of others nothing
 */
record DeadLettersDocument(List<DeadLetterStory> stories, Map<DeadLetterId, ReplayedLetter> results) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line is to stay one. */
    private static final int LONGEST_BEGINNING = 60;

    ObjectNode json() {
        ObjectNode document = JSON.createObjectNode();
        document.put("open", stories.stream().filter(DeadLetterStory::isOpen).count());
        ArrayNode letters = document.putArray("deadLetters");
        for (DeadLetterStory story : stories) {
            DeadLetter letter = story.letter();
            ObjectNode one = letters.addObject()
                    .put("id", letter.id().text())
                    .put("at", letter.at().toString())
                    .put("stage", letter.stage().orElse(null))
                    .put("reason", letter.reason().orElse(null))
                    .put("key", letter.key().orElse(null))
                    .put("bytes", letter.bytes())
                    .put("beginning", letter.beginning())
                    .put("standing", standing(story));
            letter.input()
                    .ifPresentOrElse(
                            place -> one.putObject("input")
                                    .put("topic", place.topic())
                                    .put("partition", place.partition())
                                    .put("offset", place.offset()),
                            () -> one.putNull("input"));
            story.closed()
                    .ifPresentOrElse(
                            event -> one.putObject("closed")
                                    .put("by", event.by())
                                    .put("why", event.why())
                                    .put("at", event.at().toString()),
                            () -> one.putNull("closed"));
            one.put("result", result(letter.id()).map(ReplayedLetter::words).orElse(null));
        }
        return document;
    }

    String text() {
        if (stories.isEmpty()) {
            return "There are no dead letters.";
        }
        return stories.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    /** Of one that is shown alone. */
    String textOfOne() {
        DeadLetter letter = stories.getFirst().letter();
        return line(stories.getFirst()) + "\n  key: " + letter.key().orElse("none") + "\n  text: "
                + letter.beginningText() + "\n  hex:  " + letter.beginning()
                + (letter.bytes() > DeadLetter.MOST_SHOWN
                        ? "\n  and " + (letter.bytes() - DeadLetter.MOST_SHOWN) + " more bytes"
                        : "");
    }

    private String line(DeadLetterStory story) {
        DeadLetter letter = story.letter();
        String beginning = letter.beginningText();
        return letter.id() + "  " + standing(story).toLowerCase(Locale.ROOT) + "  " + letter.at() + "  "
                + letter.stage().orElse("an unnamed stage") + ": "
                + letter.reason().orElse("no reason") + "\n  "
                + letter.input()
                        .map(place -> place.topic() + " partition " + place.partition() + " offset " + place.offset())
                        .orElse("nobody said where it stands")
                + ", " + Counted.of(letter.bytes(), "byte") + ": "
                + (beginning.length() > LONGEST_BEGINNING ? beginning.substring(0, LONGEST_BEGINNING) + "…" : beginning)
                + story.closed()
                        .map(event -> "\n  closed by " + event.by() + " at " + event.at() + ": " + event.why())
                        .orElse("")
                + result(letter.id()).map(one -> "\n  " + one.words()).orElse("");
    }

    private Optional<ReplayedLetter> result(DeadLetterId id) {
        return Optional.ofNullable(results.get(id));
    }

    private static String standing(DeadLetterStory story) {
        return story.closed()
                .map(event -> switch (event) {
                    case DeadLetterEvent.Discarded ignored -> "DISCARDED";
                    case DeadLetterEvent.Replayed ignored -> "REPLAYED";
                })
                .orElse("OPEN");
    }
}
