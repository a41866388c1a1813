package org.dataferry.sink.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.Failure.Lost;
import org.dataferry.sink.client.protocol.Failure.Refused;
import org.dataferry.sink.client.protocol.Failure.Throttled;
import org.dataferry.sink.client.protocol.Failure.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "400, 0x80044331, DATA",
        "412, 0x80060892, DUPLICATE",
        "412, 0x80040237, DUPLICATE",
        "404, 0x80040217, MISSING_ROW",
        "404, 0x80060891, MISSING_ROW",
        "400, 0x80048d19, CONTRACT",
        "400, 0x0, CONTRACT",
        "404, 0x8006088a, CONTRACT",
        "403, 0x80040220, PERMISSION",
        "412, 0x80060882, CONCURRENCY",
        "405, 0x80040227, STILL_REFERENCED",
        "413, 0x8004418a, TOO_LARGE",
        "400, 0x80040265, CUSTOM_LOGIC",
        "400, 0x8006088f, NOT_READY",
        "500, 0x80044150, CONTENTION",
        "500, 0x80044339, CONTENTION",
        "500, 0x8004ed47, CONTENTION",
        "500, 0x80040255, CONTENTION",
        "500, 0x80044151, TOO_SLOW",
        "500, 0x80040216, DOUBTFUL",
        "401, 0x8005f101, UNAUTHENTICATED",
        "400, 0x8006088f, NOT_READY",
        "403, 0x80040225, STOP",
        "400, -2147204303, DATA",
        "400, 80044331, DATA",
        // Unlisted codes follow the status.
        "400, 0x80990001, DOUBTFUL",
        "403, 0x80990001, PERMISSION",
        "404, 0x80990001, MISSING_ROW",
        "413, 0x80990001, TOO_LARGE",
        "500, 0x80990001, DOUBTFUL",
        "500, 0x0, DOUBTFUL",
        "401, '', UNAUTHENTICATED",
        "400, 'not a code', DOUBTFUL",
    })
    void refusesWithTheKindOfTheCode(int status, String code, ErrorKind kind) {
        Failure failure = failure(status, error(code, "message"), false);

        assertThat(failure).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.error().kind()).isEqualTo(kind);
            assertThat(refused.error().rawCode()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x8004418d", "0x8004a001", "0x8004a104"})
    void isUnavailableWhenTheServerRolledBackForItsOwnReasons(String code) {
        Failure failure = failure(500, error(code, "Generic SQL error."), false);

        assertThat(failure)
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        unavailable -> assertThat(unavailable.error()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void losesAWriteThatAGatewayAnswers(int status) {
        assertThat(failure(status, "<html><body>Bad gateway</body></html>", false))
                .isInstanceOf(Lost.class);
        assertThat(failure(status, "", false)).isInstanceOf(Lost.class);
        assertThat(failure(status, "{\"Message\":\"An error has occurred.\"}", false))
                .isInstanceOf(Lost.class);
    }

    @Test
    void losesAWriteWhenAGatewayTimeoutLooksLikeAnODataError() {
        assertThat(failure(504, error("0x0", "timeout"), false)).isInstanceOf(Lost.class);
        assertThat(failure(504, error("0x80044150", "Generic SQL error."), false))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void neverLosesARead(int status) {
        assertThat(failure(status, "<html/>", true)).isInstanceOf(Unavailable.class);
    }

    @Test
    void leavesAWriteThatMetOtherWorkToItsSenderAndSendsAReadAgain() {
        assertThat(failure(500, error("0x80044150", "Generic SQL error."), false))
                .isInstanceOf(Refused.class);
        assertThat(failure(500, error("0x80044150", "Generic SQL error."), true))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void isUnavailableForAServerThatTakesNoRequests() {
        Reply reply = new Reply(503, Map.of("Retry-After", "7"), "<html/>");

        assertThat(failure(AnswerReader.read(reply, false, NOW)))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        unavailable -> assertThat(unavailable.retryAfter()).hasValue(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource({
        "0x80072322, REQUESTS",
        "0x80072321, EXECUTION_TIME",
        "0x80072326, CONCURRENCY",
        "0x8005F103, UNKNOWN",
        "'', UNKNOWN"
    })
    void namesTheFacetThatThrottles(String code, ThrottleFacet facet) {
        Reply reply = new Reply(429, Map.of("retry-after", "30"), error(code, "too many"));

        assertThat(failure(AnswerReader.read(reply, false, NOW)))
                .isEqualTo(new Throttled(Duration.ofSeconds(30), facet));
    }

    @Test
    void readsARetryAfterThatIsADate() {
        Reply reply = new Reply(429, Map.of("Retry-After", "Fri, 20 Nov 2026 08:01:30 GMT"), "");

        assertThat(failure(AnswerReader.read(reply, false, NOW)))
                .isEqualTo(new Throttled(Duration.ofSeconds(90), ThrottleFacet.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "NaN", "1e12", ""})
    void fallsBackOnAPauseOfItsOwnWhenRetryAfterMakesNoSense(String header) {
        Reply reply = new Reply(429, Map.of("Retry-After", header), "");

        assertThat(failure(AnswerReader.read(reply, false, NOW)))
                .isEqualTo(new Throttled(AnswerReader.UNSTATED_RETRY_AFTER, ThrottleFacet.UNKNOWN));
    }

    @Test
    void acceptsAMultipartReplyWithTheStatusOfAFailedPart() {
        Reply reply = new Reply(400, Map.of("Content-Type", "multipart/mixed; boundary=x"), "--x--");

        assertThat(AnswerReader.read(reply, false, NOW)).isEqualTo(new Succeeded<>(reply));
    }

    @Test
    void findsTheTakenKeyInTheAnnotations() {
        String body = """
                {"error":{"code":"0x80060892","message":"Entity Key violated.",
                "@Microsoft.PowerApps.CDS.ErrorDetails.DuplicateAttributes":
                "<DuplicateAttributes><mig_key>A &amp; B</mig_key><mig_no>7</mig_no></DuplicateAttributes>"}}""";

        ApiError error = refused(new Reply(412, Map.of("REQ_ID", "abc"), body));

        assertThat(error.duplicateValues()).containsExactly(Map.entry("mig_key", "A & B"), Map.entry("mig_no", "7"));
        assertThat(error.details()).containsEntry("requestId", "abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account With Id = 11111111-2222-3333-4444-555555555555 Does Not Exist",
                "account With Ids = 11111111-2222-3333-4444-555555555555 Do Not Exist"
            })
    void saysWhichRowIsMissing(String message) {
        ApiError error = refused(new Reply(404, Map.of(), error("0x80040217", message)));

        assertThat(error.missingRow())
                .isEqualTo(Optional.of(
                        new ApiError.MissingRow("account", UUID.fromString("11111111-2222-3333-4444-555555555555"))));
    }

    @Test
    void readsBodiesThatAreNotWhatTheyShouldBe() {
        assertThat(refused(new Reply(400, Map.of(), "{\"error\":{}}")).message())
                .isEqualTo("(no message)");
        assertThat(refused(new Reply(404, Map.of(), "{\"Message\":\"No HTTP resource was found\"}")))
                .satisfies(error -> {
                    assertThat(error.message()).isEqualTo("No HTTP resource was found");
                    assertThat(error.kind()).isEqualTo(ErrorKind.CONTRACT);
                });
        assertThat(refused(new Reply(400, Map.of(), "[]")).kind()).isEqualTo(ErrorKind.DOUBTFUL);
        assertThat(refused(new Reply(302, Map.of(), "")).kind()).isEqualTo(ErrorKind.CONTRACT);
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message);
    }

    private static Failure failure(int status, String body, boolean reads) {
        return failure(AnswerReader.read(new Reply(status, Map.of(), body), reads, NOW));
    }

    private static ApiError refused(Reply reply) {
        return ((Refused) failure(AnswerReader.read(reply, false, NOW))).error();
    }

    private static Failure failure(Answer<Reply> answer) {
        return ((Failed<Reply>) answer).failure();
    }
}
