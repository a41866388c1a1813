package org.dataferry.emulator.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A folder's catalogue as versions wrote it that knew one language, no descriptions, and no deleted columns. */
class EarlierCatalogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalog now = BuiltInTables.completing(Catalog.empty());

    @Test
    void isReadAsThePresentOne() throws JsonProcessingException {
        ObjectNode earlier = JSON.valueToTree(now);
        earlier.remove("globalChoices");
        for (JsonNode table : earlier.path("tables")) {
            ((ObjectNode) table).remove("width");
            english(table.path("names"), "label", "collectionLabel");
            for (JsonNode column : table.path("columns")) {
                english(column, "label");
                english(column.path("type"), "trueLabel", "falseLabel");
                column.path("type").path("options").forEach(option -> english(option, "label"));
            }
        }

        Catalog read = JSON.treeToValue(earlier, Catalog.class);

        assertThat(earlier.toString()).contains("\"label\":\"Account\"");
        assertThat(JSON.<JsonNode>valueToTree(read)).isEqualTo(JSON.<JsonNode>valueToTree(now));
    }

    @Test
    void neverGivesTheOrdinalOfADeletedColumnAway() throws JsonProcessingException {
        Table account = Objects.requireNonNull(now.table("account"));
        Column last = account.columns().getLast();
        Catalog narrower = now.with(account.withoutColumn(last.logicalName()));

        Catalog read = JSON.readValue(JSON.writeValueAsString(narrower), Catalog.class);

        assertThat(read.requiredTable("account").column(last.logicalName())).isNull();
        assertThat(read.requiredTable("account").width()).isEqualTo(last.ordinal() + 1);
    }

    private static void english(JsonNode definition, String... labels) {
        if (definition instanceof ObjectNode object) {
            object.remove("description");
            for (String label : labels) {
                if (object.has(label)) {
                    object.put(label, object.path(label).path("1033").asText());
                }
            }
        }
    }
}
