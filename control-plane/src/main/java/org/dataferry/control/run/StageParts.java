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
        return new TransformProcess(
                folder.topics(),
                mappings,
                avro,
                endpoints.kafkaClient(),
                instance.directory(folder.ownState(), Stage.TRANSFORM),
                settings().limits().transform(),
                Rebuild.asOf(folder));
    }

    /** @param decision how to go on where that needs one; it holds for the first life alone */
    SupervisedCapture capture(CaptureListener hears, Optional<GapDecision> decision) {
        CaptureListener listener = new SnapshotFile(folder.state(), hears, Clock.systemUTC());
        return switch (endpoints.source()) {
            case Endpoints.Database database -> {
                Map<TableName, DriftRule> rules = driftRules();
                yield new SupervisedCapture(
                        new CaptureProcess(captureSettings(database, rules, decision), listener, Clock.systemUTC()),
                        () -> new CaptureProcess(
                                captureSettings(database, rules, Optional.empty()), listener, Clock.systemUTC()));
            }
            case Endpoints.Dumps(DumpSource dumps) -> {
                Supplier<DumpCapture> lives =
                        () -> new DumpCapture(captureSettings(dumps), listener, Clock.systemUTC());
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
        Optional<Path> files = settings().source().configuredFiles().map(folder.directory()::resolve);
        if (mappings.readFolder() && files.isEmpty()) {
            throw new SettingsException(
                    "source.files is not configured, and mappings have files by their path: name the"
                            + " folder that the paths begin at");
        }
        return new SinkFiles(files, target.scan(), settings().limits().files(), Optional.of(uploads));
    }

    static void requireMapped(String setting, Set<String> named, Set<String> mapped) {
        named.stream().filter(entity -> !mapped.contains(entity)).findFirst().ifPresent(unknown -> {
            throw new SettingsException(setting + " names '" + unknown
                    + "', which no mapping makes; there are mappings for " + String.join(", ", new TreeSet<>(mapped)));
        });
    }

    /** The mapping does not change while the process lives, and was compiled, so it reads only columns that are there. */
    private Map<TableName, DriftRule> driftRules() {
        Map<TableName, DriftRule> rules = new HashMap<>();
        MappedColumns.of(folder, endpoints)
                .forEach((table, columns) -> rules.put(
                        new TableName(table.schema(), table.table()),
                        new DriftRule(settings().source().driftOf(table.qualified()), columns::contains)));
        return rules;
    }

    private DumpCaptureSettings captureSettings(DumpSource dumps) {
        return new DumpCaptureSettings(
                folder.topics(),
                clientMap(),
                avro,
                dumps,
                settings().source().name(),
                capturedTables(),
                settings().limits().capture());
    }

    private List<TableName> capturedTables() {
        return mappings.tables().stream()
                .map(table -> new TableName(table.schema(), table.table()))
                .sorted()
                .toList();
    }

    private CaptureSettings captureSettings(
            Endpoints.Database database, Map<TableName, DriftRule> rules, Optional<GapDecision> decision) {
        return new CaptureSettings(
                folder.topics(),
                clientMap(),
                avro,
                database.address(),
                settings().source().name(),
                capturedTables(),
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
