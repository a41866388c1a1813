package org.dataferry.control.cli;

import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SettingsException;

/** A table as an option names it. */
final class NamedTable {

    private NamedTable() {}

    /** @throws SettingsException if it does not say of which source it is, where the migration has several */
    static SourceTable of(MigrationFolder folder, String option, String text) {
        try {
            return folder.settings().tables().parse(text);
        } catch (SchemasException ofNone) {
            throw new SettingsException(option + ": " + ofNone.getMessage());
        }
    }
}
