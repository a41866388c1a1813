package org.dataferry.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.dataferry.control.ControlException;
import org.junit.jupiter.api.Test;

/** The canned documents follow the published schemas; else the pages would be tested over what no server says. */
final class CannedTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void statusFollowsItsSchema() throws IOException {
        ObjectNode status = Canned.status();
        status.remove(List.of("sequence", "headline"));
        // Browsers are not told where the servers are.
        status.putObject("endpoints")
                .put("sourceJdbc", "jdbc:postgresql://h/d")
                .put("ledgerJdbc", "jdbc:postgresql://h/d")
                .put("kafka", "h:1")
                .put("registry", "http://h")
                .put("dataverse", "http://h");

        assertFollows("status", status);
    }

    @Test
    void limitsFollowTheirSchema() throws IOException {
        ObjectNode limits = Canned.limits();
        limits.remove("entitlement");

        assertFollows("limits", limits);
    }

    @Test
    void replaysFollowTheDescriptionOfTheApi() throws IOException {
        assertDescribed("replays", Canned.replays());
        assertDescribed("replayPreview", Canned.replayPreview());
    }

    @Test
    void sumsHold() {
        JsonNode status = Canned.status();
        long behind = 0;
        for (JsonNode entity : status.path("entities")) {
            long parts = 0;
            for (String part : List.of(
                    "applied", "alreadyApplied", "skipped", "parked", "deferred", "bounced", "rejected", "inFlight")) {
                parts += entity.path(part).asLong();
            }
            assertThat(parts)
                    .as(entity.path("entity").asText())
                    .isEqualTo(entity.path("announced").asLong());
            behind += entity.path("unread").asLong() + entity.path("inFlight").asLong();
        }
        assertThat(behind).isEqualTo(status.at("/lag/changes").asLong());
    }

    private static void assertFollows(String command, JsonNode document) throws IOException {
        try (InputStream schema = Objects.requireNonNull(
                ControlException.class.getResourceAsStream("cli/" + command + ".schema.json"), command)) {
            assertThat(SCHEMAS.getSchema(schema).validate(document)).isEmpty();
        }
    }

    private static void assertDescribed(String schema, JsonNode document) throws IOException {
        try (InputStream api = Objects.requireNonNull(
                ControlException.class.getResourceAsStream("dashboard/openapi.json"), "openapi.json")) {
            ObjectNode whole = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
            whole.set("components", JSON.readTree(api).path("components"));
            assertThat(SCHEMAS.getSchema(whole).validate(document)).isEmpty();
        }
    }
}
