package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the data comes from.
 *
 * @param name what the migration calls the source; part of topic names and row ids, so it never changes
 * @param postgres the database; the embedded one if there is none
 * @param files the folder that paths of files begin at, relative to the migration's folder
 * @param drift what becomes of the changes of a table whose schema is not what it was; {@link DriftPolicy#MAP} if it is not said
 * @param tables what holds for single tables instead, by {@code schema.table}
 * @param logBytes how much of the source's log its disk has room for, so that it can be said when it is full; null where
 *     nobody has said so
 */
public record SourceSettings(
        @JsonProperty(value = "name", required = true) String name,
        @JsonProperty("postgres") @Nullable PostgresSettings postgres,
        @JsonProperty("files") @Nullable Path files,
        @JsonProperty("drift") @Nullable DriftPolicy drift,
        @JsonProperty("tables") @Nullable Map<String, Table> tables,
        @JsonProperty("logBytes") @Nullable Long logBytes) {

    /**
     * What holds for one table instead.
     *
     * @param drift what becomes of its changes when its schema is not what it was
     */
    public record Table(@JsonProperty("drift") @Nullable DriftPolicy drift) {}

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    public SourceSettings {
        if (!NAME.matcher(name).matches()) {
            throw new SettingsException("source.name is '" + name
                    + "', expected up to 31 of a-z, 0-9 and -, beginning with a letter or digit");
        }
        tables = tables == null ? Map.of() : Map.copyOf(tables);
        if (logBytes != null && logBytes < 1) {
            throw new SettingsException("source.logBytes is " + logBytes + ", expected 1 or more");
        }
    }

    /** @param table as {@code schema.table} */
    public DriftPolicy driftOf(String table) {
        Table own = tables == null ? null : tables.get(table);
        if (own != null && own.drift() != null) {
            return own.drift();
        }
        return drift == null ? DriftPolicy.MAP : drift;
    }

    public OptionalLong knownLogBytes() {
        return logBytes == null ? OptionalLong.empty() : OptionalLong.of(logBytes);
    }

    public Optional<PostgresSettings> configuredPostgres() {
        return Optional.ofNullable(postgres);
    }

    /** The folder with the files of the source, where there is one. */
    public Optional<Path> configuredFiles() {
        return Optional.ofNullable(files);
    }
}
