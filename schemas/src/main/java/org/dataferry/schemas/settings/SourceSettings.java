package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataferry.schemas.key.TableNames;
import org.jspecify.annotations.Nullable;

/**
 * Where the data comes from.
 *
 * @param name what the migration calls the source; part of topic names and row ids, so it never changes
 * @param postgres the database; the embedded one if there is none
 * @param dumps full dumps of its tables instead of a database; null where there is a database
 * @param files the folder that paths of files begin at, relative to the migration's folder
 * @param drift what becomes of the changes of a table whose schema is not what it was; {@link DriftPolicy#MAP} if it is not said
 * @param tables what holds for single tables instead, by {@code schema.table}
 * @param logBytes how much of the source's log its disk has room for, so that it can be said when it is full; null where
 *     nobody has said so
 */
public record SourceSettings(
        @JsonProperty(value = "name", required = true) String name,
        @JsonProperty("postgres") @Nullable PostgresSettings postgres,
        @JsonProperty("dumps") @Nullable DumpSettings dumps,
        @JsonProperty("files") @Nullable Path files,
        @JsonProperty("drift") @Nullable DriftPolicy drift,
        @JsonProperty("tables") @Nullable Map<String, Table> tables,
        @JsonProperty("logBytes") @Nullable Long logBytes) {

    /**
     * What holds for one table instead.
     *
     * @param drift what becomes of its changes when its schema is not what it was
     * @param key the columns that tell its rows apart, where it has no primary key
     */
    public record Table(
            @JsonProperty("drift") @Nullable DriftPolicy drift,
            @JsonProperty("key") @Nullable List<String> key) {

        public Table {
            if (key != null) {
                if (key.isEmpty() || new HashSet<>(key).size() < key.size()) {
                    throw new SettingsException(
                            "source.tables: the key " + key + " is not a list of one column or more, each named once");
                }
                key = List.copyOf(key);
            }
        }

        /** Without a key of its own. */
        public Table(@Nullable DriftPolicy drift) {
            this(drift, null);
        }
    }

    public SourceSettings {
        if (!TableNames.SOURCE.matcher(name).matches()) {
            throw new SettingsException("source.name is '" + name
                    + "', expected up to 31 of a-z, 0-9 and -, beginning with a letter or digit");
        }
        tables = tables == null ? Map.of() : Map.copyOf(tables);
        if (logBytes != null && logBytes < 1) {
            throw new SettingsException("source.logBytes is " + logBytes + ", expected 1 or more");
        }
        if (postgres != null && dumps != null) {
            throw new SettingsException("source has both postgres and dumps, expected one of them");
        }
        if (dumps != null && tables.values().stream().anyMatch(table -> table.key() != null)) {
            throw new SettingsException(
                    "source.tables declares a key, which is for a database; that of a dump is its own");
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

    /** Of tables without a primary key, the columns that tell their rows apart, by {@code schema.table}. */
    public Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new HashMap<>();
        if (tables != null) {
            tables.forEach((name, table) -> {
                if (table.key() != null) {
                    keys.put(name, table.key());
                }
            });
        }
        return keys;
    }

    public OptionalLong knownLogBytes() {
        return logBytes == null ? OptionalLong.empty() : OptionalLong.of(logBytes);
    }

    /** Whether it is a database that Ferry starts, as nothing else is configured. */
    public boolean isEmbedded() {
        return postgres == null && dumps == null;
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
