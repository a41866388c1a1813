package org.dataferry.schemas.change;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.SchemasException;

/** Up to where the history of a source is looked at. Transactions are in it whole or not at all. */
public sealed interface AsOf {

    /** All of it, also what is still to come. */
    AsOf NOW = new Now();

    Pattern LSN = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    /** @param committedAt when the source committed the change, or wrote that an epoch is complete */
    boolean includes(SourcePosition position, Instant committedAt);

    /** {@link #parse} reads it back. */
    String text();

    /** No bound. */
    record Now() implements AsOf {
        @Override
        public boolean includes(SourcePosition position, Instant committedAt) {
            return true;
        }

        @Override
        public String text() {
            return "now";
        }
    }

    /** Up to a transaction of the log, with it, by the place of its commit. A source that was restored counts anew. */
    record Commit(long lsn) implements AsOf {
        @Override
        public boolean includes(SourcePosition position, Instant committedAt) {
            return switch (position) {
                case SourcePosition.InLog log -> Long.compareUnsigned(log.commitLsn(), lsn) <= 0;
                case SourcePosition.InDump dump ->
                    throw new SchemasException("a place in the log says nothing of the dump at " + dump.text());
            };
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "%X/%X", lsn >>> 32, lsn & 0xFFFFFFFFL);
        }
    }

    /** Up to what the source had committed at a moment by its own clock, which tells milliseconds. */
    record Moment(Instant at) implements AsOf {
        @Override
        public boolean includes(SourcePosition position, Instant committedAt) {
            return !committedAt.isAfter(at);
        }

        @Override
        public String text() {
            return at.toString();
        }
    }

    /** @throws SchemasException if it is neither a place in the log nor a time with a zone */
    static AsOf parse(String text) {
        if (text.equals(NOW.text())) {
            return NOW;
        }
        Matcher lsn = LSN.matcher(text);
        if (lsn.matches()) {
            return new Commit(
                    HexFormat.fromHexDigitsToLong(lsn.group(1)) << 32 | HexFormat.fromHexDigitsToLong(lsn.group(2)));
        }
        if (text.startsWith("l") && SourcePosition.parse(text) instanceof SourcePosition.InLog log) {
            return new Commit(log.commitLsn());
        }
        try {
            return new Moment(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            throw new SchemasException(
                    "'" + text + "' is no point in a history: expected a time with its zone, such as"
                            + " 2026-03-01T18:00:00+01:00; an LSN of PostgreSQL, such as 0/1A2B3C8; or a position as a"
                            + " record's story tells it, such as l1.27441096.27440800.0",
                    none);
        }
    }
}
