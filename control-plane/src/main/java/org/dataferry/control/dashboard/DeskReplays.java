package org.dataferry.control.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.dashboard.api.Replays;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.replay.Choosing;
import org.dataferry.control.replay.EntitySums;
import org.dataferry.control.replay.ReplayConductor;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.replay.ReplayRequest;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.segment.Segment;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.SettingsException;

/** Replays of a real migration, sent by this process. */
final class DeskReplays implements Replays {

    /** Of one request; shorter than browsers and proxies wait. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** From the search: the time to read a preview and to write why. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final LimitSettings.Replay limits;
    private final Clock clock;
    private final Admin admin;
    private final Choosing<Segment, FoundRows> choosing;
    private final ReplayConductor conductor;

    DeskReplays(
            MigrationFolder folder,
            Endpoints endpoints,
            Map<String, Set<SourceTable>> tablesByEntity,
            EntitySums sums,
            Clock clock) {
        Properties client = endpoints.kafkaClient();
        this.limits = folder.settings().limits().replay();
        this.clock = clock;
        this.admin = Admin.create(client);
        ReplayLog log = new ReplayLog(
                folder.topics(),
                new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                client,
                new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
        RowSearch search = new RowSearch(folder.settings(), endpoints.ledger(), log, tablesByEntity);
        this.choosing = new Choosing<>(search::find, limits.choosing(), KEPT);
        this.conductor = new ReplayConductor(log, folder.state(), limits, sums, clock);
    }

    @Override
    public void start() {
        conductor.start();
    }

    @Override
    public List<ReplayStanding> newest(int most) {
        return conductor.newest(most);
    }

    @Override
    public Optional<ReplayStanding> of(String replayId) {
        return conductor.of(replayId);
    }

    @Override
    public Optional<Preview> preview(Segment segment) throws InterruptedException {
        return choosing.look(segment, WAIT)
                .map(found -> found.preview(limits.needsApproval(found.sent().size())));
    }

    @Override
    public Optional<String> begin(Segment segment, String why, String by) throws InterruptedException {
        Optional<FoundRows> found = choosing.take(segment, WAIT);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get().sent().isEmpty()) {
            throw new SettingsException("this means no row, so nothing is sent: " + segment.words());
        }
        ReplayRequest request =
                ReplayRequest.of(segment.words(), found.get().sent(), limits, by, why, clock.instant());
        conductor.begin(request);
        return Optional.of(request.replayId());
    }

    @Override
    public void decide(ReplayEvent event) {
        conductor.decide(event);
    }

    @Override
    public void close() {
        choosing.close();
        conductor.close();
        admin.close(Duration.ZERO);
    }
}
