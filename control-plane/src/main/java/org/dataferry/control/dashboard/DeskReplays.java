package org.dataferry.control.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.dashboard.api.Replays;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.replay.Choosing;
import org.dataferry.control.replay.EntitySums;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplayConductor;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.replay.ReplayRequest;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.SettingsException;

/** Replays of a real migration, sent by this process. */
final class DeskReplays implements Replays {

    /** Of one request; shorter than browsers and proxies wait. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** From the search: the time to read a preview and to write why. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final int MOST_SHOWN = 20;

    private final LimitSettings.Replay limits;
    private final Clock clock;
    private final Admin admin;
    private final ReplayLog log;
    private final Choosing<ReplayChoice, List<ReplayRow>> choosing;
    private final ReplayConductor conductor;

    DeskReplays(MigrationFolder folder, Endpoints endpoints, EntitySums sums, Clock clock) {
        Properties client = endpoints.kafkaClient();
        this.limits = folder.settings().limits().replay();
        this.clock = clock;
        this.admin = Admin.create(client);
        this.log = new ReplayLog(
                folder.topics(),
                new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                client,
                new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
        this.choosing = new Choosing<>(this::rows, limits.choosing(), KEPT);
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
    public Optional<Preview> preview(ReplayChoice choice) throws InterruptedException {
        return choosing.look(choice, WAIT)
                .map(rows -> new Preview(
                        rows.size(),
                        rows.stream().limit(MOST_SHOWN).toList(),
                        limits.needsApproval(rows.size())));
    }

    @Override
    public Optional<String> begin(ReplayChoice choice, String why, String by) throws InterruptedException {
        Optional<List<ReplayRow>> rows = choosing.take(choice, WAIT);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        if (rows.get().isEmpty()) {
            throw new SettingsException("no source row of " + choice.entity() + " is chosen, so nothing is sent");
        }
        ReplayRequest request = ReplayRequest.of(
                choice.entity(),
                choice.words(),
                rows.get().stream()
                        .map(row -> new ReplayStep(choice.entity(), row))
                        .toList(),
                limits,
                by,
                why,
                clock.instant());
        conductor.begin(request);
        return Optional.of(request.replayId());
    }

    private List<ReplayRow> rows(ReplayChoice choice) {
        if (!log.isThere()) {
            throw new ControlException("this migration has not run yet, so there is nothing to replay");
        }
        return log.rows(choice);
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
