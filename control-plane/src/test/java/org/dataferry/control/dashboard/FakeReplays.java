package org.dataferry.control.dashboard;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.dashboard.api.Replays;
import org.dataferry.control.preview.Effort;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.preview.Sample;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.replay.ReplayStories;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.value.Value;

/** Replays without a migration: what is decided about them holds, and nothing is sent. */
public final class FakeReplays implements Replays {

    private static final SourceTable CUSTOMERS = new SourceTable("erp", "public", "customers");

    private final ReplayStories stories = new ReplayStories();
    private final List<Segment> chosen = new ArrayList<>();
    private int looksNeeded;
    private boolean isKafkaAway;
    private boolean isStarted;
    private boolean isClosed;

    /** Rows are found when they are asked for so many times more. */
    public synchronized void findAfter(int looks) {
        looksNeeded = looks;
    }

    public synchronized void kafkaGoesAway() {
        isKafkaAway = true;
    }

    private void askKafka() {
        if (isKafkaAway) {
            throw new TimeoutException("no broker answers");
        }
    }

    public synchronized List<Segment> chosen() {
        return List.copyOf(chosen);
    }

    public synchronized boolean isStarted() {
        return isStarted;
    }

    public synchronized boolean isClosed() {
        return isClosed;
    }

    /** As if somebody had asked for it. */
    public synchronized void request(String id, boolean awaitsApproval, String by, Instant at) {
        request(id, "account", "--entity account --rejected", awaitsApproval, by, at);
    }

    public synchronized void request(
            String id, String entities, String segment, boolean awaitsApproval, String by, Instant at) {
        stories.take(
                new ReplayEvent.Requested(id, entities, 412, segment, awaitsApproval, by, "names are right now", at));
    }

    @Override
    public synchronized void start() {
        isStarted = true;
    }

    @Override
    public synchronized List<ReplayStanding> newest(int most) {
        askKafka();
        return stories.all().stream().limit(most).map(FakeReplays::standing).toList();
    }

    @Override
    public synchronized Optional<ReplayStanding> of(String replayId) {
        askKafka();
        return stories.of(replayId).map(FakeReplays::standing);
    }

    private static ReplayStanding standing(ReplayStory story) {
        return new ReplayStanding(
                story,
                story.stage() == ReplayStory.Stage.GOES_ON
                        ? Optional.of(ReplayStanding.Sender.THIS_DASHBOARD)
                        : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public synchronized Optional<Preview> preview(Segment segment) {
        askKafka();
        segment.keys().stream().filter(key -> key.startsWith("?")).findFirst().ifPresent(unknown -> {
            throw new SettingsException("--key " + unknown + " is no row of public.customers");
        });
        return isFound() ? Optional.of(new Preview(preview(segment, rows()), true)) : Optional.empty();
    }

    private static List<ReplayStep> rows() {
        return IntStream.range(0, 412)
                .mapToObj(number ->
                        new ReplayStep("account", new ReplayRow(CUSTOMERS, SourceKey.of(new Value.Text("C" + number)))))
                .toList();
    }

    private static ReplayPreview preview(Segment segment, List<ReplayStep> steps) {
        return new ReplayPreview(
                TableNames.of("erp"),
                segment,
                new Selection(
                        steps,
                        412,
                        5,
                        new Selection.LeftOut(2, 0, Map.of()),
                        Map.of("contact", 31),
                        Map.of(RejectionReason.VALUE_TOO_LONG, 412)),
                new Effort(1, 412, Optional.of(new Effort.Range(Duration.ofSeconds(3), Duration.ofSeconds(40)))),
                new Sample.Mapped(List.of(
                        sampled(
                                steps.get(0),
                                new Sample.Result.Written(
                                        List.of(new Sample.Column(
                                                "name", Optional.empty(), TextNode.valueOf("a secret of a customer"))),
                                        false)),
                        sampled(
                                steps.get(1),
                                new Sample.Result.Refused(RejectionReason.VALUE_TOO_LONG, "'Ann Lee' is too long")))));
    }

    private static Sample.Row sampled(ReplayStep step, Sample.Result result) {
        return new Sample.Row(
                step, new RowId.OfSource("account", CUSTOMERS, step.row().key()), result);
    }

    @Override
    public synchronized Optional<String> begin(Segment segment, Optional<Long> shown, String why, String by) {
        askKafka();
        if (!isFound()) {
            return Optional.empty();
        }
        preview(segment, rows()).requireAsShown(shown);
        chosen.add(segment);
        String id = "replay-" + chosen.size();
        request(id, false, by, Instant.now());
        return Optional.of(id);
    }

    private boolean isFound() {
        return looksNeeded-- <= 0;
    }

    @Override
    public synchronized void decide(ReplayEvent event) {
        ReplayStory story = stories.of(event.replayId()).orElseThrow();
        if (event instanceof ReplayEvent.Approved
                && event.by().equals(story.request().by())) {
            throw new RefusedException("somebody else has to approve it");
        }
        if (story.after(event).isEmpty()) {
            throw new RefusedException("it is " + story.stage() + ", so that is not possible");
        }
        stories.take(event);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
    }
}
