package org.dataferry.emulator.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as settings write them: a number and its unit, such as {@code 200ms}, {@code 1.5s} or {@code 24h}. */
public final class DurationText {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ns|us|ms|s|m|h|d)");
    private static final Map<String, Long> NANOS = new LinkedHashMap<>();

    static {
        NANOS.put("d", Duration.ofDays(1).toNanos());
        NANOS.put("h", Duration.ofHours(1).toNanos());
        NANOS.put("m", Duration.ofMinutes(1).toNanos());
        NANOS.put("s", Duration.ofSeconds(1).toNanos());
        NANOS.put("ms", Duration.ofMillis(1).toNanos());
        NANOS.put("us", 1_000L);
        NANOS.put("ns", 1L);
    }

    private DurationText() {}

    /** @throws IllegalArgumentException with a sentence that says what would be right */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw wrong(text);
        }
        try {
            return Duration.ofNanos(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 1L)))
                    .toBigInteger()
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw wrong(text);
        }
    }

    /** In the longest unit that leaves no fraction. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        for (Map.Entry<String, Long> unit : NANOS.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        return nanos + "ns";
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a duration of at most 292 years, such as 200ms, 1.5s, 5m or 24h");
    }
}
