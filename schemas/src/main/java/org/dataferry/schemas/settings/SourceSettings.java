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
 * @param dumps full dumps of its tables instead of a database; null where there is a database
 * @param files the folder that paths of files begin at, relative to the migration's folder
 */
public record SourceSettings(
        @JsonProperty(value = "name", required = true) String name,
        @JsonProperty("postgres") @Nullable PostgresSettings postgres,
        @JsonProperty("dumps") @Nullable DumpSettings dumps,
        @JsonProperty("files") @Nullable Path files) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    public SourceSettings {
        if (!NAME.matcher(name).matches()) {
            throw new SettingsException("source.name is '" + name
                    + "', expected up to 31 of a-z, 0-9 and -, beginning with a letter or digit");
        }
        if (postgres != null && dumps != null) {
            throw new SettingsException("source has both postgres and dumps, expected one of them");
        }
    }

    public Optional<PostgresSettings> configuredPostgres() {
        return Optional.ofNullable(postgres);
    }

    /** What the dumps look like, where the source is no database. */
    public Optional<DumpSettings> configuredDumps() {
        return Optional.ofNullable(dumps);
    }

    /** The folder with the files of the source, where there is one. */
    public Optional<Path> configuredFiles() {
        return Optional.ofNullable(files);
    }
}
