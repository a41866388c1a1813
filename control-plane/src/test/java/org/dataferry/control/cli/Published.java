package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The published schemas of what commands print. */
final class Published {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Published() {}

    /** @param command whose schema it is, or {@code error} */
    static void assertFollows(String command, JsonNode document) {
        try (InputStream schema = Objects.requireNonNull(
                FerryApp.class.getResourceAsStream(command + ".schema.json"), command + " has no schema")) {
            assertThat(SCHEMAS.getSchema(schema).validate(document))
                    .as("%s", document)
                    .isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
