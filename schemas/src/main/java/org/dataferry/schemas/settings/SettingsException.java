package org.dataferry.schemas.settings;

import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** Something in a migration's folder is wrong; the message names the file, the place and what would be right. */
public final class SettingsException extends SchemasException {

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
