package org.dataferry.control.demo.business;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One value at both ends.
 *
 * @param source as PostgreSQL reads it; null for none
 * @param target as the Web API is to show it: a text, a number without trailing zeros, a truth value, the {@link Named} row
 *     of a lookup, or null
 */
public record Cell(@Nullable String source, @Nullable Object target) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final Cell NOTHING = new Cell(null, null);

    /** A row that a lookup names. */
    public record Named(Table table, long number) {}

    /** @throws IllegalArgumentException for a type that no column of the business has */
    static Cell of(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case String text -> new Cell(text, text.isEmpty() ? null : text);
            case Long whole -> new Cell(Long.toString(whole), plain(BigDecimal.valueOf(whole)));
            case BigDecimal number -> new Cell(number.toPlainString(), plain(number));
            case Boolean truth -> new Cell(truth ? "t" : "f", truth);
            case LocalDate date -> new Cell(date.toString(), date.toString());
            case LocalTime time -> new Cell(time.toString(), DateTimeFormatter.ISO_LOCAL_TIME.format(time));
            // Dataverse keeps whole seconds.
            case LocalDateTime local ->
                new Cell(
                        LOCAL.format(local),
                        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local.truncatedTo(ChronoUnit.SECONDS)) + "Z");
            case Instant moment ->
                new Cell(
                        moment.toString(),
                        moment.truncatedTo(ChronoUnit.SECONDS).toString());
            case UUID id -> new Cell(id.toString(), id.toString());
            case byte[] bytes -> new Cell("\\x" + HexFormat.of().formatHex(bytes), null);
            case List<?> list -> {
                List<String> texts = list.stream().map(String::valueOf).toList();
                yield new Cell(
                        texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "{", "}")),
                        texts.isEmpty() ? null : String.join(", ", texts));
            }
            case Cell made -> made;
            case Named named -> new Cell(Long.toString(named.number() + 1), named);
            default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
        };
    }

    /** Equal numbers are equal objects. */
    public static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
