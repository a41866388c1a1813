package org.dataferry.transform.mapping.language;

import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/** A text that a file must have. */
final class RequiredField {

    private RequiredField() {}

    static String of(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new SettingsException("'" + field + "' is missing or empty");
        }
        return text;
    }
}
