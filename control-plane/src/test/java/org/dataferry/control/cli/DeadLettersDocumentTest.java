package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.deadletter.DeadLetter;
import org.dataferry.control.deadletter.DeadLetterStory;
import org.dataferry.control.deadletter.ReplayedLetter;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.junit.jupiter.api.Test;

class DeadLettersDocumentTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final DeadLetter LETTER = new DeadLetter(
            new DeadLetterId(0, 17),
            NOON,
            Optional.of("transform-streams"),
            Optional.of("it is not Avro"),
            Optional.of(new DeadLetter.Place("nw.changes.erp.public.customers", 1, 42)),
            Optional.of("tALFKI"),
            300,
            "0001" + "41".repeat(254));
    private static final DeadLetter UNSAID = new DeadLetter(
            new DeadLetterId(1, 3),
            NOON,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            "");

    @Test
    void followsItsSchemaAndSaysWhatStandsWhere() {
        DeadLetterEvent discarded = new DeadLetterEvent.Discarded(List.of(UNSAID.id()), "ann", "test data", NOON);
        DeadLettersDocument document = new DeadLettersDocument(
                List.of(
                        new DeadLetterStory(LETTER, Optional.empty()),
                        new DeadLetterStory(UNSAID, Optional.of(discarded))),
                Map.of(LETTER.id(), new ReplayedLetter.Superseded(50, true)));

        Published.assertFollows("dead-letters", document.json());
        assertThat(document.json().path("open").asInt()).isEqualTo(1);
        assertThat(document.text())
                .contains("0:17  open", "it is not Avro", "customers partition 1 offset 42, 300 bytes: ..AAA")
                .contains("superseded by the change at offset 50", "discard it")
                .contains("1:3  discarded", "nobody said where it stands", "closed by ann", "test data");
    }

    @Test
    void showsTheBeginningOfOneAsTextAndInHexadecimalDigits() {
        DeadLettersDocument document =
                new DeadLettersDocument(List.of(new DeadLetterStory(LETTER, Optional.empty())), Map.of());

        assertThat(document.textOfOne()).contains("key: tALFKI", "text: ..AAAA", "hex:  00014141", "and 44 more bytes");
    }
}
