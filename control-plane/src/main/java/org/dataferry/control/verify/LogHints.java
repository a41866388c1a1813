package org.dataferry.control.verify;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.waive.WaiverStories;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.WriteId;

/**
 * What Ferry's own log has on rows that differ: a help to find out why, never a reason to call them equal.
 *
 * <p>Reads the outcomes of the entities concerned from their beginning, and keeps one of each row that was asked for.
 *
 * @param plain how the rows that it names are written
 */
public record LogHints(MigrationTopics topics, Endpoints endpoints, PlainRow plain) {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** The same differences, each with the last thing that the log has on its row. */
    public List<Difference> beside(List<Difference> differences) {
        Set<String> rows = new HashSet<>();
        Set<String> outcomes = new HashSet<>();
        for (Difference difference : differences) {
            difference.row().ifPresent(row -> {
                rows.add(row.text());
                outcomes.add(topics.outcomes(row.entity()).name());
            });
        }
        Map<String, String> last = last(rows, outcomes);
        return differences.stream()
                .map(difference -> difference.withLog(difference.row().map(row -> last.get(row.text()))))
                .toList();
    }

    /**
     * What the log has last on one part of a row.
     *
     * @param waived in words, if somebody has accepted that the write did not come to be
     */
    private record Hint(WriteId write, String words, boolean rejected, Optional<String> waived) {

        private Hint heeding(WaiverStories waivers) {
            return new Hint(write, words, rejected, waivers.of(write).map(LogHints::words));
        }

        private String said() {
            return waived.map(who -> who + "; " + words).orElse(words);
        }
    }

    private Map<String, String> last(Set<String> rows, Set<String> outcomes) {
        Map<String, SequencedMap<String, Hint>> hints = new HashMap<>();
        OutcomeCodec codec = new OutcomeCodec();
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
        try (Admin admin = Admin.create(endpoints.kafkaClient());
                TopicCursor cursor = TopicCursor.open(
                        endpoints.kafkaClient(), new KafkaStageOffsets(admin, KAFKA_TIMEOUT), KAFKA_TIMEOUT)) {
            cursor.refresh(outcomes::contains, topic -> false, 0);
            cursor.readToEnd(outcomes::contains, record -> {
                if (rows.contains(record.key())) {
                    RecordedOutcome recorded = codec.read(avro.decode(record.value(), codec.schema()));
                    words(recorded)
                            .ifPresent(words -> hints.computeIfAbsent(record.key(), first -> new LinkedHashMap<>())
                                    .putLast(
                                            recorded.write().part()
                                                    + recorded.write().column(),
                                            new Hint(
                                                    recorded.write(),
                                                    words,
                                                    recorded.outcome() instanceof Outcome.Rejected,
                                                    Optional.empty())));
                }
            });
        }
        WaiverStories waivers = waivers(avro);
        Map<String, String> last = new HashMap<>();
        hints.forEach((row, parts) -> last.put(
                row,
                telling(parts.reversed().values().stream()
                                .map(hint -> hint.heeding(waivers))
                                .toList())
                        .said()));
        return last;
    }

    /**
     * A part that is rejected tells more than a later word on another one, and one that nobody has waived more than one that
     * somebody has.
     *
     * @param parts the last one first
     */
    private static Hint telling(List<Hint> parts) {
        return parts.stream()
                .filter(hint -> hint.rejected() && hint.waived().isEmpty())
                .findFirst()
                .or(() -> parts.stream().filter(Hint::rejected).findFirst())
                .orElseGet(parts::getFirst);
    }

    private WaiverStories waivers(ConfluentAvro avro) {
        WaiverStories waivers = new WaiverStories(topics.rebuild());
        try (TopicFollower<ControlEvent> control =
                TopicFollower.ofControl(topics, avro, endpoints.kafkaClient(), waivers::take)) {
            control.readToEnd(KAFKA_TIMEOUT);
        }
        return waivers;
    }

    private static String words(WaiverEvent.Waived waiver) {
        return "WAIVED at " + waiver.at() + " by " + waiver.by() + ": " + waiver.why();
    }

    /** That nothing had to be sent says nothing of the row, unless it was kept as somebody has changed it. */
    private Optional<String> words(RecordedOutcome recorded) {
        String at = " at " + recorded.at();
        return switch (recorded.outcome()) {
            case Outcome.Applied(Outcome.Effect effect) -> Optional.of(effect + at + ", so it was changed since");
            case Outcome.AlreadyApplied ignored -> Optional.of("ALREADY APPLIED" + at);
            case Outcome.Skipped(var reason) ->
                reason == Outcome.SkipReason.CHANGED_IN_TARGET
                        ? Optional.of("KEPT" + at + ": somebody has changed it in the target")
                        : Optional.empty();
            case Outcome.Rejected(var reason, String detail) ->
                Optional.of("REJECTED" + at + ": " + reason + ", " + detail);
            case Outcome.Parked(RowId row) -> Optional.of("PARKED" + at + ", waits for " + plain.text(row));
            case Outcome.Deferred(var reason) -> Optional.of("DEFERRED" + at + ": " + reason);
            case Outcome.Bounced(RowId row, var reason) ->
                Optional.of("BOUNCED" + at + ": " + reason + " " + plain.text(row));
        };
    }
}
