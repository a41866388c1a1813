package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the data comes from.
 *
 * @param name what the migration calls the source; part of topic names and row ids, so it never changes
 * @param postgres the database; the embedded one if there is none
 * @param files the folder that paths of files begin at, relative to the migration's folder
 */
public record SourceSettings(
        @JsonProperty(value = "name", required = true) String name,
        @JsonProperty("postgres") @Nullable PostgresSettings postgres,
        @JsonProperty("files") @Nullable Path files) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    public SourceSettings {
        if (!NAME.matcher(name).matches()) {
            throw new SettingsException("source.name is '" + name
                    + "', expected up to 31 of a-z, 0-9 and -, beginning with a letter or digit");
        }
    }

    public Optional<PostgresSettings> configuredPostgres() {
        return Optional.ofNullable(postgres);
    }

    /** The folder with the files of the source, where there is one. */
    public Optional<Path> configuredFiles() {
        return Optional.ofNullable(files);
    }
}
