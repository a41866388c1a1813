package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that gives full dumps of its tables, as files or because they are read whole.
 *
 * @param folder the watched folder, relative to the migration's folder; null where no table has files
 * @param jdbc the database that tables are read from; null where none is
 * @param tables by name, {@code schema.table} or {@code table} of the schema public
 */
public record DumpSettings(
        @JsonProperty("folder") @Nullable Path folder,
        @JsonProperty("jdbc") @Nullable JdbcSettings jdbc,
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
        for (Map.Entry<String, DumpTableSettings> table : tables.entrySet()) {
            boolean isRead = table.getValue().jdbc() != null;
            if (isRead && jdbc == null) {
                throw new SettingsException("source.dumps.tables." + table.getKey()
                        + ".jdbc needs source.dumps.jdbc, with url, user and password of the database");
            }
            if (!isRead && folder == null) {
                throw new SettingsException("source.dumps.tables." + table.getKey()
                        + ".file needs source.dumps.folder, the folder with the files");
            }
        }
    }

    /** The watched folder, where tables have files. */
    public Optional<Path> configuredFolder() {
        return Optional.ofNullable(folder);
    }

    /** The database that tables are read from, where some are. */
    public Optional<JdbcSettings> configuredJdbc() {
        return Optional.ofNullable(jdbc);
    }
}
