package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.Refusal;

/** Names of new definitions: a publisher's prefix, an underscore, and a name. */
final class Names {
    private static final Pattern SCHEMA_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{1,7}_[A-Za-z0-9_]{1,90}");

    private Names() {}

    static String schemaName(JsonNode definition) {
        return checked(definition.path("SchemaName").asText(""));
    }

    static String checked(String name) {
        if (!SCHEMA_NAME.matcher(name).matches()) {
            throw invalid("The SchemaName '" + name
                    + "' is not valid: it must start with a publisher's prefix and an underscore, such as mig_Thing.");
        }
        return name;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "0x80040203", message);
    }
}
