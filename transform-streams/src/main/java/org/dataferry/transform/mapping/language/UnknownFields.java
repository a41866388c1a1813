package org.dataferry.transform.mapping.language;

import java.util.Map;
import org.dataferry.schemas.settings.UnknownFieldsException;
import org.jspecify.annotations.Nullable;

/** Fields that the language does not know. They are told before a missing one, as they often are that one misspelt. */
final class UnknownFields {

    private UnknownFields() {}

    static void refuse(@Nullable Map<String, Object> unknown, String known) {
        if (unknown != null && !unknown.isEmpty()) {
            throw new UnknownFieldsException(unknown.keySet(), known.split(", "));
        }
    }
}
