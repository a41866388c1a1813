package org.dataferry.control.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.CaptureSettings;
import org.dataferry.capture.DumpCapture;
import org.dataferry.capture.DumpCaptureSettings;
import org.dataferry.capture.GapDecision;
import org.dataferry.capture.drift.DriftRule;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.control.prepare.MappedColumns;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.loop.SinkProcess;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/** Makes the stages of a migration, the same whether they share a process or not; none of them is started. */
record StageParts(
        MigrationFolder folder, Endpoints endpoints, Mappings mappings, ConfluentAvro avro, StageInstance instance) {

    /** The emulator is on this machine and answers or dies within moments. */
    private static final Duration EMULATOR_LATE_REQUEST_HOLD = Duration.ofMillis(500);

    SinkProcess sink() {
        return new SinkProcess(sinkSettings(), avro, HaltPoints.ofThisProcess());
    }

    TransformProcess transform() {
        if (instance.equals(StageInstance.UNNAMED)) {
            MappingInUse.write(folder.ownState(), mappings.version());
        }
        return new TransformProcess(
                folder.topics(),
                mappings,
                avro,
                endpoints.kafkaClient(),
                instance.directory(folder.ownState(), Stage.TRANSFORM),
                settings().limits().transform(),
                Rebuild.asOf(folder));
    }

    /**
     * One of each source.
     *
     * @param hears what each tells, by the source's name
     * @param decisions how to go on at sources where that needs one; they hold for the first life alone
     */
    List<SupervisedCapture> captures(Function<String, CaptureListener> hears, Map<String, GapDecision> decisions) {
        return endpoints.ends().keySet().stream()
                .map(source -> capture(source, hears.apply(source), Optional.ofNullable(decisions.get(source))))
                .toList();
    }

    private SupervisedCapture capture(String source, CaptureListener hears, Optional<GapDecision> decision) {
        CaptureListener listener = new SnapshotFile(folder.stateOf(source), hears, Clock.systemUTC());
        return switch (endpoints.end(source)) {
            case Endpoints.Database database -> {
                Map<TableName, DriftRule> rules = driftRules(source);
                yield new SupervisedCapture(
                        new CaptureProcess(
                                captureSettings(source, database, rules, decision), listener, Clock.systemUTC()),
                        () -> new CaptureProcess(
                                captureSettings(source, database, rules, Optional.empty()),
                                listener,
                                Clock.systemUTC()));
            }
            case Endpoints.Dumps(DumpSource dumps) -> {
                Supplier<DumpCapture> lives =
                        () -> new DumpCapture(captureSettings(source, dumps), listener, Clock.systemUTC());
                yield new SupervisedCapture(lives.get(), lives);
            }
        };
    }

    Map<String, Object> clientMap() {
        Map<String, Object> client = new HashMap<>();
        Properties properties = endpoints.kafkaClient();
        properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        return client;
    }

    private SinkSettings sinkSettings() {
        var limits = settings().limits().sink();
        Duration hold = limits.lateRequestHold();
        if (hold == null) {
            hold = endpoints.target().emulator() ? EMULATOR_LATE_REQUEST_HOLD : limits.requestTimeout();
        }
        Path state = instance.directory(folder.ownState(), Stage.SINK);
        TargetSettings target = settings().target();
        requireMapped("target.withoutBeforeImages", target.withoutBeforeImages(), mappings.entities());
        requireMapped("target.customLogicRetries", target.customLogicRetries().keySet(), mappings.entities());
        requireMapped(
                "target.bypass",
                target.bypass().keySet(),
                Stream.concat(mappings.entities().stream(), mappings.relationships().stream())
                        .collect(Collectors.toSet()));
        return new SinkSettings(
                folder.topics(),
                endpoints.kafkaClient(),
                endpoints.target().users(),
                mappings.entities(),
                mappings.relationships(),
                target.withoutBeforeImages(),
                mappings.changedPolicies(),
                mappings.reportLost(),
                target.customLogicRetries(),
                target.bypass(),
                target.keyColumn(),
                target.idColumn(),
                limits,
                settings().protection(),
                hold,
                settings().limits().status().stalledAfter(),
                files(target, state.resolve("uploads")),
                state);
    }

    private SinkFiles files(TargetSettings target, Path uploads) {
        Optional<Path> files = fileFolder().map(folder.directory()::resolve);
        if (mappings.readFolder() && files.isEmpty()) {
            throw new SettingsException(
                    "source.files is not configured, and mappings have files by their path: name the"
                            + " folder that the paths begin at");
        }
        return new SinkFiles(files, target.scan(), settings().limits().files(), Optional.of(uploads));
    }

    /** A write tells the path of a file, and not of which source it is. */
    private Optional<Path> fileFolder() {
        List<Path> folders = settings().sources().stream()
                .flatMap(source -> source.configuredFiles().stream())
                .distinct()
                .toList();
        if (folders.size() > 1) {
            throw new SettingsException(
                    "sources name " + folders + " as folders of their files, and paths begin at one:"
                            + " name the folder above them, and begin the paths with what is below it");
        }
        return folders.stream().findFirst();
    }

    static void requireMapped(String setting, Set<String> named, Set<String> mapped) {
        named.stream().filter(entity -> !mapped.contains(entity)).findFirst().ifPresent(unknown -> {
            throw new SettingsException(setting + " names '" + unknown
                    + "', which no mapping makes; there are mappings for " + String.join(", ", new TreeSet<>(mapped)));
        });
    }

    /** The mapping does not change while the process lives, and was compiled, so it reads only columns that are there. */
    private Map<TableName, DriftRule> driftRules(String source) {
        Map<TableName, DriftRule> rules = new HashMap<>();
        MappedColumns.of(folder, endpoints).forEach((table, columns) -> {
            if (table.source().equals(source)) {
                rules.put(
                        new TableName(table.schema(), table.table()),
                        new DriftRule(settings().source(source).driftOf(table.qualified()), columns::contains));
            }
        });
        return rules;
    }

    private DumpCaptureSettings captureSettings(String source, DumpSource dumps) {
        return new DumpCaptureSettings(
                folder.topics(),
                clientMap(),
                avro,
                dumps,
                source,
                capturedTables(source),
                settings().limits().capture());
    }

    private List<TableName> capturedTables(String source) {
        return mappings.tables().stream()
                .filter(table -> table.source().equals(source))
                .map(table -> new TableName(table.schema(), table.table()))
                .sorted()
                .toList();
    }

    private CaptureSettings captureSettings(
            String source,
            Endpoints.Database database,
            Map<TableName, DriftRule> rules,
            Optional<GapDecision> decision) {
        return new CaptureSettings(
                folder.topics(),
                clientMap(),
                avro,
                database.address(),
                source,
                capturedTables(source),
                settings().limits().capture(),
                settings().limits().files().carriedBytes(),
                false,
                settings().limits().source(),
                rules,
                decision,
                database.keys());
    }

    private MigrationSettings settings() {
        return folder.settings();
    }
}
