package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.client.protocol.DataverseErrorCode;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.junit.jupiter.api.Test;

/** The tables of docs/sink.md say what the code does. */
final class SinkDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "sink.md");

    @Test
    void listsEveryCodeWithItsClassAndReason() throws IOException {
        assertThat(section("## Codes"))
                .containsExactlyElementsOf(Stream.of(DataverseErrorCode.values())
                        .map(SinkDocumentTest::line)
                        .toList());
    }

    @Test
    void listsEveryReasonWithItsRemedy() throws IOException {
        assertThat(section("## Remedies"))
                .containsExactlyElementsOf(Stream.of(RejectionReason.values())
                        .map(reason -> "| `%s` | %s | %s |".formatted(reason, reason.kind(), reason.remedy()))
                        .toList());
    }

    @Test
    void describesEveryClass() throws IOException {
        String classes = String.join("\n", section("## Classes"));

        assertThat(ErrorKind.values())
                .allSatisfy(
                        kind -> assertThat(classes).containsPattern("\\| ([A-Z_]+, )*" + kind + "(,[A-Z_, ]+)? \\|"));
    }

    private static String line(DataverseErrorCode code) {
        String number = code == DataverseErrorCode.UNLISTED ? "any other" : "`0x%08x`".formatted(code.number());
        String reason = switch (code.kind()) {
            case TRANSIENT, THROTTLED, UNAUTHENTICATED, STOP -> "–";
            case DATA,
                    CUSTOM_LOGIC,
                    CONTRACT,
                    PERMISSION,
                    MISSING_ROW,
                    DUPLICATE,
                    CONCURRENCY,
                    STILL_REFERENCED,
                    NOT_READY,
                    CONTENTION,
                    TOO_SLOW,
                    TOO_LARGE,
                    DOUBTFUL -> "`" + Refusals.reason(code.kind(), code) + "`";
        };
        return "| %s | %s | %s | %s |".formatted(number, code, code.kind(), reason);
    }

    /** The rows of the first table below a heading. */
    private static List<String> section(String heading) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
