package org.dataferry.control.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

class ImageTextTest {

    @Test
    void showsEveryKindOfValue() throws Exception {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("name", new Value.Text("O'Neil \0 \uD800!"));
        columns.put("count", new Value.Whole(3));
        columns.put("limit", Value.decimal("12.50"));
        columns.put("ratio", new Value.Floating(Double.NaN));
        columns.put("active", new Value.Bool(true));
        columns.put("born", new Value.Day(LocalDate.of(2020, 2, 29)));
        columns.put("seen", new Value.Moment(Instant.parse("2026-01-01T00:00:00Z")));
        columns.put("photo", new Value.Bytes(new byte[] {1, 2, 3}));
        columns.put("tags", new Value.Many(List.of(new Value.Whole(1), Value.NULL)));
        columns.put("fax", Value.NULL);
        columns.put("notes", Value.ABSENT);

        ImageText image = ImageText.of(upsert(columns, Map.of()));

        assertThat(new ObjectMapper().readTree(image.image())).isEqualTo(new ObjectMapper().readTree("""
                        { "name": "O'Neil \uFFFD \uFFFD!", "count": 3, "limit": 12.5, "ratio": "NaN", "active": true,
                          "born": "2020-02-29", "seen": "2026-01-01T00:00:00Z", "photo": "(3 bytes)", "tags": [1, null],
                          "fax": null }
                        """));
    }

    @Test
    void takesExactDecimalsForAmountsInTheCurrencyThatTheRowNames() {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("bonus", Value.decimal("-0.7"));
        columns.put("count", new Value.Whole(3));
        columns.put("limit", Value.NULL);
        RowId euro = new RowId.OfSource(
                "transactioncurrency",
                new SourceTable("erp", "public", "currencies"),
                SourceKey.of(new Value.Text("EUR")));

        ImageText image = ImageText.of(upsert(
                columns, Map.of("transactioncurrencyid", new LookupTarget.ByGuid(euro, new UUID(1, 2)))));

        assertThat(image.amounts()).isEqualTo("{\"bonus\":-0.7}");
        assertThat(image.currency()).isEqualTo("EUR");
        assertThat(ImageText.of(upsert(columns, Map.of())).currency()).isEmpty();
    }

    private static EntityWrite.UpsertRow upsert(Map<String, Value> columns, Map<String, LookupTarget> lookups) {
        RowId row = new RowId.OfSource(
                "account", new SourceTable("erp", "public", "customers"), SourceKey.of(new Value.Text("A")));
        return new EntityWrite.UpsertRow(
                new WriteId(new Cause.OfReplay("r"), row, Part.ROW),
                1,
                OptionalLong.empty(),
                columns,
                lookups,
                Set.of(),
                "m1");
    }
}
