package org.dataferry.transform.mapping.language;

import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/** Fields that the language does not know. They are told before a missing one, as they often are that one misspelt. */
final class UnknownFields {

    private UnknownFields() {}

    static void refuse(@Nullable Map<String, Object> unknown, String known) {
        if (unknown != null && !unknown.isEmpty()) {
            throw new SettingsException(
                    "unknown field '" + String.join("', '", unknown.keySet()) + "'; known here: " + known);
        }
    }
}
