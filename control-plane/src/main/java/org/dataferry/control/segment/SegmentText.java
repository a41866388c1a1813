package org.dataferry.control.segment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;

/** The values of a segment's fields as people write them. Each tells by which name it was given what is wrong with it. */
public final class SegmentText {

    private static final String BETWEEN = "..";

    private SegmentText() {}

    /** In small letters with hyphens, as {@code already-applied}. */
    public static String outcome(WriteOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As above, or as the ledger writes it. */
    public static WriteOutcome outcome(String name, String text) {
        return constant(WriteOutcome.class, name, text);
    }

    public static RejectionReason reason(String name, String text) {
        return constant(RejectionReason.class, name, text);
    }

    public static RejectionReason.Kind kind(String name, String text) {
        return constant(RejectionReason.Kind.class, name, text);
    }

    /** A moment with its offset from UTC. */
    public static Instant moment(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            throw new SettingsException(
                    name + " is '" + text + "', expected a moment with its zone, such as 2026-02-04T16:00:00Z", none);
        }
    }

    /** A position as the ledger and the headers of changes have it. */
    public static SourcePosition position(String name, String text) {
        try {
            return SourcePosition.parse(text);
        } catch (SchemasException none) {
            throw new SettingsException(name + ": " + none.getMessage(), none);
        }
    }

    /** {@code FROM..TO}; either may be left out. */
    public static Span span(String name, String text) {
        String[] ends = ends(name, text);
        return new Span(end(ends[0], from -> moment(name, from)), end(ends[1], to -> moment(name, to)));
    }

    /** {@code FIRST..LAST}; either may be left out. */
    public static PositionRange positions(String name, String text) {
        String[] ends = ends(name, text);
        return new PositionRange(
                end(ends[0], first -> position(name, first)), end(ends[1], last -> position(name, last)));
    }

    /** As {@link #span(String, String)} reads it. */
    static String span(Span span) {
        return joined(span.from(), span.to());
    }

    /** As {@link #positions(String, String)} reads it. */
    static String positions(PositionRange range) {
        return joined(range.from().map(SourcePosition::text), range.to().map(SourcePosition::text));
    }

    private static String joined(Optional<?> from, Optional<?> to) {
        return from.map(String::valueOf).orElse("")
                + BETWEEN
                + to.map(String::valueOf).orElse("");
    }

    private static String[] ends(String name, String text) {
        int at = text.indexOf(BETWEEN);
        if (at < 0 || text.equals(BETWEEN)) {
            throw new SettingsException(name + " is '" + text + "', expected FROM..TO, of which one may be left out");
        }
        return new String[] {text.substring(0, at), text.substring(at + BETWEEN.length())};
    }

    private static <T> Optional<T> end(String text, Function<String, T> read) {
        return text.isEmpty() ? Optional.empty() : Optional.of(read.apply(text));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, String text) {
        String constant = text.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new SettingsException(name + " is '" + text + "', expected one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
