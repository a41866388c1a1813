package org.dataferry.control.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a segment can say, and how people read it. */
final class SegmentTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    static final Segment FULL = new Segment(
            Set.of("account", "contact"),
            Set.of("public.customers"),
            Set.of("ALFKI", "O'BRIEN & SONS"),
            new Span(Optional.empty(), Optional.of(NOON)),
            new WriteCriteria(
                    Set.of(WriteOutcome.REJECTED),
                    Set.of(RejectionReason.VALUE_TOO_LONG),
                    Set.of(RejectionReason.Kind.DATA_FAULT),
                    new Span(Optional.of(NOON), Optional.empty()),
                    Optional.of("m1"),
                    new PositionRange(
                            Optional.of(new SourcePosition.InLog(1, 2, 3, 4)),
                            Optional.of(new SourcePosition.InDump(1, 2))),
                    Optional.of(new OffsetRange(2, 1_000, 1_999))),
            true,
            true);

    @TempDir
    private Path directory;

    @Test
    void isWordsOfTheCommandThatAShellTakes() {
        assertThat(FULL.words())
                .isEqualTo(
                        "--entity account --entity contact --table public.customers --key ALFKI"
                                + " --key 'O'\\''BRIEN & SONS' --changed ..2026-01-01T12:00:00Z --outcome rejected"
                                + " --error-reason VALUE_TOO_LONG --error-kind DATA_FAULT --recorded 2026-01-01T12:00:00Z.."
                                + " --mapping-version m1 --positions l1.2.3.4..d1.2 --offsets 2:1000-1999 --dependants --waived");
        assertThat(Segment.of("account").words()).isEqualTo("--entity account");
    }

    @Test
    void isSavedAndReadBackWithAllThatItSays() {
        SavedSegments saved = new SavedSegments(directory);
        saved.save("full", FULL);
        saved.save("plain", Segment.of("account"));

        assertThat(saved.names()).containsExactly("full", "plain");
        assertThat(saved.load("full")).isEqualTo(FULL);
        assertThat(saved.load("plain")).isEqualTo(Segment.of("account"));
        assertThat(SegmentText.span("--recorded", SegmentText.span(FULL.writes().recorded())))
                .isEqualTo(FULL.writes().recorded());
        assertThat(SegmentText.positions(
                        "--positions", SegmentText.positions(FULL.writes().positions())))
                .isEqualTo(FULL.writes().positions());
    }

    @Test
    void saysOfASavedOneWhichFileAndFieldIsWrong() throws Exception {
        SavedSegments saved = new SavedSegments(directory);
        saved.save("good", FULL);
        Files.writeString(
                directory.resolve("replays/bad.json"), "{\"entities\": [\"account\"], \"outcomes\": [\"lost\"]}");

        assertThatThrownBy(() -> saved.load("bad"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("bad.json: outcomes is 'lost', expected one of IN_FLIGHT, APPLIED");
        assertThatThrownBy(() -> saved.load("none"))
                .hasMessageContaining("there is no filter none")
                .hasMessageContaining("there are bad, good");
        assertThatThrownBy(() -> saved.save("../out", FULL)).hasMessageContaining("the name of a filter is letters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|--entity says whose rows",
                "{\"keys\": [\"A\"]}|--entity says whose rows",
                "{\"entity\": \"account\"}|unknown field entity",
                "{\"entities\": \"account\"}|entities is \"account\", expected a list of texts",
                "{\"entities\": [7]}|entities has 7, expected a text",
                "{\"recordedFrom\": \"noon\"}|recordedFrom is 'noon', expected a moment with its zone",
                "{\"offsets\": \"2:9-1\"}|offsets are a partition, the first and the last one",
                "{\"offsets\": \"9\"}|offsets are a partition, the first and the last one",
                "{\"positionFrom\": \"x\"}|positionFrom: 'x' is not a source position",
                "{\"errorReasons\": [\"ORPHAN\"], \"errorKinds\": [\"PERMISSION\"]}|none of the error reasons [ORPHAN] is of the kinds",
                "{\"outcomes\": [\"PARKED\"], \"errorKinds\": [\"PERMISSION\"]}|only rejected writes have an error reason",
                "{\"outcomes\": [\"PARKED\"], \"dependants\": \"yes\"}|dependants is \"yes\", expected true or false",
                "[1]|a segment is an object",
                "{\"a\"|it is no JSON"
            })
    void saysWhatIsWrongAndWhatWouldBeRight(String json, String problem) {
        assertThatThrownBy(() -> SegmentJson.read(json))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(problem);
    }
}
