package org.dataferry.emulator.write;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.WriteUnit;

/**
 * Automatic numbers, such as {@code CAS-{SEQNUM:5}-{RANDSTRING:6}}. Sequences begin at 1000 and are never set back.
 *
 * <p>Source: Microsoft's page "Create auto-number columns".
 */
final class AutoNumbers {
    private static final Pattern PART = Pattern.compile("\\{(SEQNUM|RANDSTRING|DATETIMEUTC):([^}]+)}");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private AutoNumbers() {}

    static String next(WriteUnit unit, Clock clock, Table table, Column column, String pattern) {
        return PART.matcher(pattern)
                .replaceAll(part -> Matcher.quoteReplacement(text(unit, clock, table, column, part)));
    }

    private static String text(WriteUnit unit, Clock clock, Table table, Column column, MatchResult part) {
        String argument = part.group(2);
        return switch (part.group(1)) {
            case "SEQNUM" -> {
                long number = unit.next(table.logicalName() + "." + column.logicalName());
                yield String.format(Locale.ROOT, "%0" + Integer.parseInt(argument) + "d", number);
            }
            case "RANDSTRING" -> letters(Integer.parseInt(argument));
            // Letters mean the same as in .NET, save for the seconds' fraction and the day's half, which have others.
            default ->
                DateTimeFormatter.ofPattern(argument.replace('f', 'S').replace("tt", "a"), Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(clock.instant());
        };
    }

    private static String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
