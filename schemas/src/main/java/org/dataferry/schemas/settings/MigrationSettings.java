package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.topic.MigrationTopics;
import org.jspecify.annotations.Nullable;

/**
 * What {@code migration.yaml} says. A server that it does not name is an embedded one.
 *
 * @param migration names the migration; the first part of every topic's name
 * @param partitions the one partition count of all topics keyed by rows; fixed when the migration begins
 * @param sources one or more, each of a name of its own; the order of the names is that of the file
 */
public record MigrationSettings(
        String migration,
        int partitions,
        List<SourceSettings> sources,
        TargetSettings target,
        @Nullable KafkaSettings kafka,
        @Nullable RegistrySettings registry,
        @Nullable PostgresSettings ledger,
        DashboardSettings dashboard,
        LimitSettings limits) {

    public static final String FILE_NAME = "migration.yaml";

    /** Enough for several instances later; more costs each instance memory and start time. */
    public static final int DEFAULT_PARTITIONS = 4;

    private static final int MOST_PARTITIONS = 256;

    @JsonCreator
    static MigrationSettings of(
            @JsonProperty(value = "migration", required = true) String migration,
            @JsonProperty("partitions") @Nullable Integer partitions,
            @JsonProperty("source") @Nullable SourceSettings source,
            @JsonProperty("sources") @Nullable List<SourceSettings> sources,
            @JsonProperty(value = "target", required = true) TargetSettings target,
            @JsonProperty("kafka") @Nullable KafkaSettings kafka,
            @JsonProperty("registry") @Nullable RegistrySettings registry,
            @JsonProperty("ledger") @Nullable PostgresSettings ledger,
            @JsonProperty("dashboard") @Nullable DashboardSettings dashboard,
            @JsonProperty("limits") @Nullable LimitSettings limits) {
        return new MigrationSettings(
                migration,
                partitions == null ? DEFAULT_PARTITIONS : partitions,
                oneOrMore(source, sources),
                target,
                kafka,
                registry,
                ledger,
                dashboard == null ? DashboardSettings.defaults() : dashboard,
                limits == null ? LimitSettings.defaults() : limits);
    }

    private static List<SourceSettings> oneOrMore(
            @Nullable SourceSettings source, @Nullable List<SourceSettings> sources) {
        if (source == null ? sources == null || sources.isEmpty() : sources != null) {
            throw new SettingsException("a migration has source, or sources as a list of one or more; got "
                    + (source == null ? "none" : "both"));
        }
        return source == null ? sources : List.of(source);
    }

    public MigrationSettings {
        sources = List.copyOf(sources);
        List<String> names = sources.stream().map(SourceSettings::name).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new SettingsException(
                    "sources have the names " + String.join(", ", names) + ", expected each to have one of its own");
        }
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new SettingsException("partitions is " + partitions + ", expected 1 to " + MOST_PARTITIONS);
        }
        // Refuses a name that cannot be part of a topic's.
        new MigrationTopics(migration, 1, partitions);
    }

    /** Reads the {@code migration.yaml} of a migration's folder. */
    public static MigrationSettings load(Path directory) {
        return load(directory, System.getenv());
    }

    /** As {@link #load(Path)}, with the environment variables that secrets are named by. */
    static MigrationSettings load(Path directory, Map<String, String> environment) {
        if (!Files.isDirectory(directory)) {
            throw new SettingsException(directory + " is not a directory; a migration is a folder with a " + FILE_NAME);
        }
        if (!Files.exists(directory.resolve(FILE_NAME))) {
            throw new SettingsException(
                    directory + " is not a migration's folder: it has no " + FILE_NAME
                            + ". Name the folder of one, such as examples/northwind; docs/operations.md says what stands in it");
        }
        SimpleModule module = new SimpleModule()
                .addDeserializer(Duration.class, new DurationReader())
                .addDeserializer(Secret.class, new SecretReader(directory, environment));
        return new YamlFile(module).read(directory.resolve(FILE_NAME), MigrationSettings.class);
    }

    /** The topics of the migration's run, which is the first of its rebuilds. */
    public MigrationTopics topics() {
        return topics(1);
    }

    /** @param rebuild its number, from 1 */
    public MigrationTopics topics(int rebuild) {
        return new MigrationTopics(migration, rebuild, partitions);
    }

    /** How its tables are named. */
    public TableNames tables() {
        return new TableNames(sources.stream().map(SourceSettings::name).toList());
    }

    /**
     * @param name one of {@link #tables}
     * @throws SettingsException if there is no such source; the message says which there are
     */
    public SourceSettings source(String name) {
        return sources.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingsException(
                        "the migration has no source '" + name + "'; it has " + String.join(", ", tables().sources())));
    }

    /** The same migration into another environment, as the same application user. */
    public MigrationSettings into(URI environment) {
        return new MigrationSettings(
                migration, partitions, sources, target.at(environment), kafka, registry, ledger, dashboard, limits);
    }

    /** What the target allows an application user: as it is set, else the documented limits, and none with the embedded emulator. */
    public ProtectionSettings protection() {
        ProtectionSettings set = limits.sink().protection();
        if (set != null) {
            return set;
        }
        return target.configuredDataverse().isPresent() ? ProtectionSettings.documented() : ProtectionSettings.none();
    }

    public Optional<KafkaSettings> configuredKafka() {
        return Optional.ofNullable(kafka);
    }

    public Optional<RegistrySettings> configuredRegistry() {
        return Optional.ofNullable(registry);
    }

    public Optional<PostgresSettings> configuredLedger() {
        return Optional.ofNullable(ledger);
    }
}
