package org.dataferry.control.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.value.Value;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.junit.jupiter.api.Test;

/** A value that a mapping has made, and the same value as the Web API shows it, have one text. */
class FieldTextsTest {

    private static final BigDecimal LARGE = BigDecimal.valueOf(1_000_000);

    private static final Map<String, ColumnType> COLUMNS = Map.of(
            "text", new ColumnType.Text(100, "Text"),
            "whole", new ColumnType.WholeNumber(-100, 100),
            "decimal", new ColumnType.DecimalNumber(4, LARGE.negate(), LARGE),
            "money", new ColumnType.Money(2, LARGE.negate(), LARGE),
            "double", new ColumnType.FloatingNumber(3, LARGE.negate(), LARGE),
            "bool", new ColumnType.TwoOptions(),
            "date", new ColumnType.DateTime(ColumnType.DateBehavior.DATE_ONLY, true),
            "moment", new ColumnType.DateTime(ColumnType.DateBehavior.USER_LOCAL, false),
            "local", new ColumnType.DateTime(ColumnType.DateBehavior.TIME_ZONE_INDEPENDENT, false),
            "guid", new ColumnType.UniqueIdentifier());

    private final FieldTexts texts = new FieldTexts(table());

    @Test
    void equalValuesHaveEqualTexts() {
        assertEqual("text", Value.text("a \n \"b\""), "\"a \\n \\\"b\\\"\"");
        assertEqual("whole", Value.whole(-7), "-7");
        assertEqual("decimal", Value.decimal("1.50"), "1.5000000000");
        assertEqual("decimal", Value.decimal("0"), "0.0000000000");
        assertEqual("money", Value.decimal("1E+3"), "1000.00");
        assertEqual("double", new Value.Floating(0.333), "0.33300000429153442");
        assertEqual("bool", new Value.Bool(true), "true");
        assertEqual("date", new Value.Day(LocalDate.of(2024, 2, 29)), "\"2024-02-29\"");
        assertEqual("moment", new Value.Moment(Instant.parse("2024-02-29T12:34:56Z")), "\"2024-02-29T12:34:56Z\"");
        assertEqual("moment", new Value.Moment(Instant.parse("2024-02-29T12:34:56Z")), "\"2024-02-29T14:34:56+02:00\"");
        assertEqual(
                "local", new Value.LocalMoment(LocalDateTime.of(2024, 2, 29, 12, 34, 0)), "\"2024-02-29T12:34:00Z\"");
        assertEqual(
                "guid",
                new Value.Guid(UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
                "\"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11\"");
    }

    @Test
    void nullAndAnEmptyTextAreEmpty() {
        assertThat(texts.wanted("text", Value.NULL)).isEmpty();
        assertThat(texts.held("text", json("null"))).isEmpty();
        assertThat(texts.held("text", json("\"\""))).isEmpty();
        assertThat(texts.held("text", Json.object().path("missing"))).isEmpty();
    }

    @Test
    void anythingElseDiffers() {
        assertDiffer("text", Value.text("a"), "\"A\"");
        assertDiffer("text", Value.text("a"), "\"a \"");
        assertDiffer("decimal", Value.decimal("1.5"), "1.50001");
        assertDiffer("money", Value.decimal("1.5"), "1.51");
        assertDiffer("double", new Value.Floating(0.333), "0.334");
        assertDiffer("date", new Value.Day(LocalDate.of(2024, 2, 29)), "\"2024-02-28\"");
        assertDiffer("moment", new Value.Moment(Instant.parse("2024-02-29T12:34:56Z")), "\"2024-02-29T13:34:56Z\"");
        assertDiffer("moment", new Value.Moment(Instant.parse("2024-02-29T12:34:56Z")), "\"not a moment\"");
        assertDiffer("whole", Value.NULL, "0");
    }

    private void assertEqual(String column, Value wanted, String held) {
        assertThat(texts.wanted(column, wanted)).as(column).isPresent().isEqualTo(texts.held(column, json(held)));
    }

    private void assertDiffer(String column, Value wanted, String held) {
        assertThat(texts.wanted(column, wanted)).as(column).isNotEqualTo(texts.held(column, json(held)));
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    private static TableDefinition table() {
        Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
        COLUMNS.forEach((name, type) ->
                columns.put(name, new ColumnDefinition(name, name, type, RequiredLevel.NONE, true, true)));
        return new TableDefinition(
                new EntitySet("things", "thing", "thingid"),
                "Thing",
                Optional.empty(),
                "UserOwned",
                "Standard",
                columns,
                List.of(),
                List.of());
    }
}
