package org.dataferry.control.soak.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.dataferry.control.soak.Findings;
import org.dataferry.control.soak.SoakFolder;
import org.dataferry.control.soak.emulator.EmulatorApi;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Writes go through real sinks to an emulator, whose faults strike one kind after the other and then mixed; or, where sinks are killed, mixed all
 * the time. In the end the target has to equal the model, and every write to have its one outcome.
 */
public final class SinkSoak {

    /**
     * @param writes to be announced, if no sink is killed
     * @param processes sinks in one group
     * @param killing how long sinks are killed while writes go on; zero for not at all
     */
    public record Settings(long seed, long writes, int processes, Duration killing) {}

    private static final String MIGRATION = "soak";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Settings settings;
    private final Consumer<String> say;
    private final Progress progress;
    private final SoakFolder folder;
    private final Findings findings = new Findings(Invariants.ALL);

    /** @param say told of every step */
    public SinkSoak(Settings settings, Consumer<String> say, Progress progress) {
        this.settings = settings;
        this.say = say;
        this.progress = progress;
        this.folder = SoakFolder.of(
                Map.of("emulator.yaml", "timeScale: " + Episodes.TIME_SCALE + "\nseed: " + settings.seed() + "\n"));
    }

    /** Where everything is; it is deleted after a soak that found nothing. */
    public Path directory() {
        return folder.directory();
    }

    public SinkSoakReport run() throws InterruptedException {
        SinkSoakReport report;
        try (EmbeddedServers servers = EmbeddedServers.start(embedded(), progress)) {
            report = run(servers);
        }
        if (report.isClean()) {
            folder.delete();
        }
        return report;
    }

    private EmbeddedSettings embedded() {
        return new EmbeddedSettings(
                folder.directory().resolve("servers"),
                EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY, ServerKind.EMULATOR),
                Ownership.OWNED_BY_THIS_PROCESS,
                Map.of(),
                List.of(
                        "--settings",
                        folder.directory().resolve("emulator.yaml").toString()),
                EmbeddedSettings.DEFAULT_READY_TIMEOUT);
    }

    private SinkSoakReport run(EmbeddedServers servers) throws InterruptedException {
        var endpoints = servers.endpoints();
        SinkChild.Servers where = new SinkChild.Servers(
                endpoints.kafka().orElseThrow(),
                endpoints.registry().orElseThrow().toString(),
                MIGRATION,
                endpoints.dataverse().orElseThrow().baseUrl());
        Random random = new Random(settings.seed());
        Model model = new Model(random);
        Accounts accounts = new Accounts(model, findings);
        List<SinkSoakReport.Faults> episodes;
        long begin;
        int kills;
        int halts;
        try (EmulatorApi api = new EmulatorApi(where.dataverse().toString());
                SinkTopics topics = new SinkTopics(
                        where.kafka(), where.registry(), new MigrationTopics(MIGRATION, 1, SinkTopics.PARTITIONS));
                SinkGroup group = new SinkGroup(
                        where, settings.processes(), folder.directory().resolve("processes"), random, findings)) {
            SoakTables.create(api);
            begin = System.nanoTime();
            episodes = new SinkRun(settings, api, topics, group, model, accounts, findings, random, say).run();
            kills = group.kills();
            halts = group.halts();
        }
        double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        new OutcomesCheck(model, accounts, findings).look();
        int rows;
        // Signed in anew: tokens expired on the way.
        try (EmulatorApi api = new EmulatorApi(where.dataverse().toString())) {
            rows = TargetComparison.of(api, model, findings);
        }
        return new SinkSoakReport(
                settings.seed(),
                settings.processes(),
                episodes,
                accounts.all().size(),
                accounts.rejected(),
                accounts.bounced(),
                rows,
                kills,
                halts,
                seconds,
                findings.all(),
                folder.directory().toString());
    }
}
