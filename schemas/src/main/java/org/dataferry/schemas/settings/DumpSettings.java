package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A source that gives full dumps of its tables as files.
 *
 * @param folder the watched folder, relative to the migration's folder
 * @param tables by name, {@code schema.table} or {@code table} of the schema public
 */
public record DumpSettings(
        @JsonProperty(value = "folder", required = true) Path folder,
        @JsonProperty(value = "tables", required = true) Map<String, DumpTableSettings> tables) {

    public DumpSettings {
        if (tables.isEmpty()) {
            throw new SettingsException("source.dumps.tables is empty, expected at least one table");
        }
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        tables.forEach((name, table) -> {
            if (name.isBlank()) {
                throw new SettingsException("source.dumps.tables has a table without a name");
            }
            table.check("source.dumps.tables." + name);
        });
    }
}
