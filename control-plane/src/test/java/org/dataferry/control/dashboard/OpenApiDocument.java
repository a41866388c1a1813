package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The published description of the API. */
final class OpenApiDocument {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenApiDocument() {}

    static JsonNode read() {
        try (InputStream stream = Objects.requireNonNull(Dashboard.class.getResourceAsStream("openapi.json"))) {
            return JSON.readTree(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param schema its name among the components */
    static void assertFollows(String schema, JsonNode answer) {
        JsonNode document = read();
        assertThat(document.at("/components/schemas/" + schema).isObject())
                .as("there is no schema " + schema)
                .isTrue();
        ObjectNode whole = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
        whole.set("components", document.path("components"));
        assertThat(SCHEMAS.getSchema(whole).validate(answer)).as("%s", answer).isEmpty();
    }
}
