package org.dataferry.emulator.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import org.dataferry.emulator.error.Refusal;

/**
 * Up to where a client knows the changes of a table: {@code 919042!08/22/2017 08:10:44}, as Microsoft's example has it. Opaque to clients.
 *
 * @param version of the last change that it knows
 * @param at when that was read, in whole seconds
 */
record DeltaToken(long version, Instant at) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM/dd/uuuu HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    DeltaToken {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    String text() {
        return version + "!" + TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    static DeltaToken parse(String text) {
        int mark = text.indexOf('!');
        try {
            long version = Long.parseLong(text, 0, Math.max(0, mark), 10);
            LocalDateTime at = LocalDateTime.parse(text.substring(mark + 1), TIME);
            if (version >= 0) {
                return new DeltaToken(version, at.toInstant(ZoneOffset.UTC));
            }
        } catch (NumberFormatException | DateTimeException e) {
            // refused below, as a negative version is
        }
        throw new Refusal(400, "0x80040203", "Malformed $deltatoken: follow @odata.deltaLink as it is.");
    }
}
