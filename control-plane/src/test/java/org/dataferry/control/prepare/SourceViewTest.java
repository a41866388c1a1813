package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.ReplicaIdentity;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.junit.jupiter.api.Test;

/** What mappings must know of a table so that lookups name its rows as capture keys them. */
class SourceViewTest {

    @Test
    void keepsTheOrderOfThePrimaryKeyAndThePaddingOfItsTexts() {
        SourceTable table = new SourceTable(
                TableName.parse("places"),
                List.of(
                        text("country", OptionalInt.of(2), true),
                        text("name", OptionalInt.of(40), false),
                        text("town", OptionalInt.empty(), false)),
                List.of("town", "country"),
                OptionalLong.empty(),
                new ReplicaIdentity.PrimaryKey());

        SourceSchema schema =
                SourceView.of(org.dataferry.schemas.key.SourceTable.parse("erp", "places"), "public.places", table);

        assertThat(schema.primaryKey()).containsExactly("town", "country");
        assertThat(schema.find("country").orElseThrow().paddedTo()).hasValue(2);
        assertThat(schema.find("name").orElseThrow().paddedTo()).isEmpty();
        assertThat(schema.find("town").orElseThrow().paddedTo()).isEmpty();
    }

    private static SourceColumn text(String name, OptionalInt length, boolean padded) {
        return new SourceColumn(
                name,
                "text",
                CanonicalType.TEXT,
                true,
                false,
                length,
                padded,
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
