package org.dataferry.control.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.CaptureSettings;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.Rebuild;
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

    SupervisedCapture capture(CaptureListener listener) {
        return new SupervisedCapture(() -> new CaptureProcess(captureSettings(), listener, Clock.systemUTC()));
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

    private CaptureSettings captureSettings() {
        return new CaptureSettings(
                folder.topics(),
                clientMap(),
                avro,
                endpoints.source().address(),
                settings().source().name(),
                mappings.tables().stream()
                        .map(table -> new TableName(table.schema(), table.table()))
                        .sorted()
                        .toList(),
                settings().limits().capture(),
                settings().limits().files().carriedBytes(),
                false);
    }

    private MigrationSettings settings() {
        return folder.settings();
    }
}
