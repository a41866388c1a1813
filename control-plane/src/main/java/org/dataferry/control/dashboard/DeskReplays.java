package org.dataferry.control.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.dashboard.api.Replays;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.preview.ChosenSegment;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.replay.Choosing;
import org.dataferry.control.replay.EntitySums;
import org.dataferry.control.replay.ReplayConductor;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.replay.ReplayRequest;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentRows;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.ReplayLimits;
import org.dataferry.schemas.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays of a real migration, sent by this process. */
final class DeskReplays implements Replays {

    private static final Logger LOG = LoggerFactory.getLogger(DeskReplays.class);

    /** Of one request; shorter than browsers and proxies wait. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** From the search: the time to read a preview and to write why. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final MigrationFolder folder;
    private final Endpoints endpoints;
    private final ReplayLimits limits;
    private final Clock clock;
    private final Admin admin;
    private final ReplayLog log;
    private final Choosing<Segment, ReplayPreview> choosing;
    private final ReplayConductor conductor;

    DeskReplays(MigrationFolder folder, Endpoints endpoints, EntitySums sums, Clock clock) {
        Properties client = endpoints.kafkaClient();
        this.folder = folder;
        this.endpoints = endpoints;
        this.limits = folder.settings().limits().replay();
        this.clock = clock;
        this.admin = Admin.create(client);
        this.log = new ReplayLog(
                folder.topics(),
                new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                client,
                new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
        this.choosing = new Choosing<>(this::look, limits.choosing(), KEPT);
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
                .map(preview -> new Preview(
                        preview,
                        limits.needsApproval(preview.selection().steps().size())));
    }

    @Override
    public Optional<String> begin(Segment segment, Optional<Long> shown, String why, String by)
            throws InterruptedException {
        return choosing.take(segment, WAIT, preview -> begin(preview, segment, shown, why, by));
    }

    private String begin(ReplayPreview preview, Segment segment, Optional<Long> shown, String why, String by) {
        preview.requireAsShown(shown);
        List<ReplayStep> steps = preview.selection().steps();
        if (steps.isEmpty()) {
            throw new SettingsException("this means no row, so nothing is sent: " + segment.words());
        }
        ReplayRequest request = ReplayRequest.of(segment.words(), steps, limits, by, why, clock.instant());
        conductor.begin(request);
        return request.replayId();
    }

    /** By the mapping files as they are now. */
    private ReplayPreview look(Segment segment) {
        if (!log.isThere()) {
            throw new ControlException("this migration has not run yet, so there is nothing to replay");
        }
        Blueprint blueprint = Blueprint.read(folder.mappings());
        SegmentRows rows = new SegmentRows(folder.settings().tables(), MappedTables.of(folder, blueprint));
        rows.requireMapped(segment);
        try {
            return new ChosenSegment(
                            said -> LOG.info("A replay is chosen: {}", said),
                            folder,
                            blueprint,
                            rows,
                            log,
                            endpoints.ledger(),
                            this::ends,
                            segment,
                            OptionalInt.of(limits.rows()))
                    .preview();
        } catch (InterruptedException atItsLimit) {
            Thread.currentThread().interrupt();
            throw new ControlException("the preview took too long", atItsLimit);
        }
    }

    /** The migration's own, which stay open. */
    private ChosenSegment.Ends ends() {
        return new ChosenSegment.Ends() {
            @Override
            public Endpoints endpoints() {
                return endpoints;
            }

            @Override
            public void close() {
                // Whoever opened them closes them.
            }
        };
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
