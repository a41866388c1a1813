package org.dataferry.control.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.dataferry.schemas.value.Value;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.transform.mapping.convert.CanonicalText;

/**
 * One text for a value of a column of the target, whether a mapping has made it or the Web API has shown it. Null, and an empty
 * text, which Dataverse stores as null, are empty.
 *
 * <p>Floating numbers are compared to the digits that the column has; all others exactly.
 */
public final class FieldTexts {

    /** Where a note keeps the name of its file. */
    private static final String NOTE_NAME = "filename";

    private final TableDefinition table;

    public FieldTexts(TableDefinition table) {
        this.table = table;
    }

    public boolean isLookup(String column) {
        return type(column) instanceof ColumnType.Lookup;
    }

    /** As the Web API names the column when it is read. */
    public String property(String column) {
        return isLookup(column) ? "_" + column + "_value" : column;
    }

    /** The column that holds the name of the file in a column; empty if the target tells none, as of an image. */
    public Optional<String> nameOfFile(String column) {
        String name = type(column) instanceof ColumnType.File ? column + "_name" : NOTE_NAME;
        return type(column) instanceof ColumnType.Image || table.column(name).isEmpty()
                ? Optional.empty()
                : Optional.of(name);
    }

    /** @param value in the target's own type, as mappings make it */
    public Optional<String> wanted(String column, Value value) {
        return switch (value) {
            case Value.Null nothing -> Optional.empty();
            case Value.Text(String text) -> notEmpty(text);
            case Value.Whole(long number) -> Optional.of(Long.toString(number));
            case Value.Decimal(BigDecimal number) -> Optional.of(number(column, number));
            case Value.Floating(double number) -> Optional.of(number(column, BigDecimal.valueOf(number)));
            case Value.Bool(boolean bool) -> Optional.of(Boolean.toString(bool));
            case Value.Day(var day) -> Optional.of(CanonicalText.of(day));
            case Value.LocalMoment(var moment) -> Optional.of(CanonicalText.of(moment.toInstant(ZoneOffset.UTC)));
            case Value.Moment(Instant moment) -> Optional.of(CanonicalText.of(moment));
            case Value.TimeOfDay(var time) -> Optional.of(CanonicalText.of(time));
            case Value.Guid(var guid) -> Optional.of(guid.toString());
            case Value.Bytes bytes -> Optional.of(HexFormat.of().formatHex(bytes.value()));
            case Value.Many never -> throw new IllegalStateException("no column of the target holds a list: " + column);
            case Value.Withheld never -> throw new IllegalStateException("no column of the target holds it: " + column);
            case Value.Absent never -> throw new IllegalStateException("a whole row has no absent values: " + column);
        };
    }

    /** @param value of a column that is no lookup */
    public Optional<String> held(String column, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (value.isNumber()) {
            return Optional.of(number(column, value.decimalValue()));
        }
        return switch (type(column)) {
            case ColumnType.DateTime(var behavior, boolean dateOnly)
            when behavior != ColumnType.DateBehavior.DATE_ONLY -> Optional.of(moment(value.asText()));
            case ColumnType.UniqueIdentifier guid -> Optional.of(value.asText().toLowerCase(Locale.ROOT));
            case ColumnType any -> notEmpty(value.asText());
        };
    }

    private static Optional<String> notEmpty(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private String number(String column, BigDecimal number) {
        return type(column) instanceof ColumnType.FloatingNumber(int precision, var min, var max)
                ? CanonicalText.of(number.setScale(precision, RoundingMode.HALF_UP))
                : CanonicalText.of(number);
    }

    /** What cannot be read as a moment is what it is: another value than any moment. */
    private static String moment(String text) {
        try {
            return CanonicalText.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notOne) {
            return text;
        }
    }

    private ColumnType type(String column) {
        return table.column(column).map(ColumnDefinition::type).orElseGet(() -> new ColumnType.Other("unknown"));
    }
}
