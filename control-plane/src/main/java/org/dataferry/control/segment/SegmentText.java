package org.dataferry.control.segment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;

/** The values of a segment's fields as people write them. Each tells by which name it was given what is wrong with it. */
public final class SegmentText {

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

    private static <E extends Enum<E>> E constant(Class<E> type, String name, String text) {
        String constant = text.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new SettingsException(name + " is '" + text + "', expected one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
