package org.dataferry.sink.client.protocol;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Classifies a reply, once, for all callers. The question that decides is: can the write have been done? An OData error
 * says no, because Dataverse rolls back what it refuses. A bare 500, 502 or 504 comes from a gateway that gave up on a
 * server that may still be working.
 */
public final class AnswerReader {
    /** The pause after a 429 that names none; the windowed limits clear slowly, so it is not short. */
    static final Duration UNSTATED_RETRY_AFTER = Duration.ofSeconds(10);

    private AnswerReader() {}

    /**
     * @param reads whether the request only reads, so that nothing can be lost
     * @param now for a Retry-After that is a date
     */
    public static Answer<Reply> read(Reply reply, boolean reads, Instant now) {
        if (reply.succeeded() || reply.multipart()) {
            return new Answer.Succeeded<>(reply);
        }
        Optional<Duration> retryAfter = retryAfter(reply, now);
        return new Answer.Failed<>(ErrorBody.read(reply)
                .filter(error -> !gatewayTimeout(error))
                .map(error -> explained(error, reads, retryAfter))
                .orElseGet(() -> unexplained(reply, reads, retryAfter)));
    }

    private static Failure explained(ApiError error, boolean reads, Optional<Duration> retryAfter) {
        if (error.kind() == ErrorKind.THROTTLED || error.status() == 429) {
            return new Failure.Throttled(retryAfter.orElse(UNSTATED_RETRY_AFTER), ThrottleFacet.of(error.code()));
        }
        // A write that met other work is for its sender to make smaller; what only reads is simply sent again.
        return error.kind() == ErrorKind.TRANSIENT || reads && error.kind() == ErrorKind.CONTENTION
                ? new Failure.Unavailable(error.describe(), retryAfter, Optional.of(error))
                : new Failure.Refused(error);
    }

    private static Failure unexplained(Reply reply, boolean reads, Optional<Duration> retryAfter) {
        String reason = "status %d without an OData error: %s".formatted(reply.status(), reply.beginning());
        return switch (reply.status()) {
            case 429 -> new Failure.Throttled(retryAfter.orElse(UNSTATED_RETRY_AFTER), ThrottleFacet.UNKNOWN);
            case 408, 503 -> new Failure.Unavailable(reason, retryAfter, Optional.empty());
            case 501 -> new Failure.Refused(ErrorBody.withoutError(reply));
            default -> {
                if (reply.status() < 500) {
                    yield new Failure.Refused(ErrorBody.withoutError(reply));
                }
                yield reads ? new Failure.Unavailable(reason, retryAfter, Optional.empty()) : new Failure.Lost(reason);
            }
        };
    }

    /** A 504 dressed as an OData error is still a gateway's: only a code that we know speaks for the server. */
    private static boolean gatewayTimeout(ApiError error) {
        return error.status() == 504
                && (error.code() == DataverseErrorCode.UNLISTED || error.code() == DataverseErrorCode.ODATA);
    }

    /** Whole seconds are documented; a date is what HTTP also allows. */
    private static Optional<Duration> retryAfter(Reply reply, Instant now) {
        return reply.header("Retry-After").flatMap(text -> seconds(text).or(() -> date(text, now)));
    }

    private static Optional<Duration> seconds(String text) {
        try {
            double seconds = Double.parseDouble(text.strip());
            boolean sensible = seconds >= 0 && seconds <= Duration.ofDays(1).toSeconds();
            return sensible ? Optional.of(Duration.ofMillis((long) (seconds * 1000))) : Optional.empty();
        } catch (NumberFormatException notSeconds) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, until)).filter(pause -> !pause.isNegative());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
