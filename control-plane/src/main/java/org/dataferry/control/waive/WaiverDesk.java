package org.dataferry.control.waive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.NotAsShownException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.RefusedWrites;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.WaiveLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.words.Counted;
import org.dataferry.schemas.write.WriteId;

/** Where people waive what was refused or is parked, and withdraw it. Holds nothing open. */
public final class WaiverDesk {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final MigrationTopics topics;
    private final Properties kafkaClient;
    private final ConfluentAvro avro;
    private final WaiverStories stories;
    private final Clock clock;

    private WaiverDesk(MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient, Clock clock) {
        this.topics = topics;
        this.kafkaClient = kafkaClient;
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
        this.stories = new WaiverStories(topics.rebuild());
        this.clock = clock;
    }

    /** In whose name it is decided, and why. */
    public record Decider(String by, String why, boolean isApprover) {}

    /**
     * Reads what was decided so far.
     *
     * @throws ControlException if the migration has not run yet
     */
    public static WaiverDesk open(
            MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient, Clock clock) {
        WaiverDesk desk = new WaiverDesk(topics, registry, kafkaClient, clock);
        try (Admin admin = Admin.create(kafkaClient)) {
            if (!new KafkaStageOffsets(admin, KAFKA_TIMEOUT)
                    .exists(topics.control().name())) {
                throw new ControlException("this migration has not run yet, so there is nothing to waive");
            }
        }
        try (TopicFollower<ControlEvent> reader =
                TopicFollower.ofControl(topics, desk.avro, kafkaClient, desk.stories::take)) {
            reader.readToEnd(KAFKA_TIMEOUT);
        }
        return desk;
    }

    /** All of them, the newest first. */
    public List<WaiverStory> all() {
        return stories.all();
    }

    /** The same, of as many rows as there are. */
    public WaiverEvent.Waived waive(String entity, WaiverChoice choice, Decider decider, WaiveLimits limits) {
        return choose(entity, choice, Optional.empty(), decider, limits).write();
    }

    /** What a waiver is of; nothing is written down yet. */
    public final class Chosen {

        private final String entity;
        private final WaiverChoice choice;
        private final Decider decider;
        private final List<WriteId> writes;
        private final long rows;

        private Chosen(String entity, WaiverChoice choice, Decider decider, List<WriteId> writes, long rows) {
            this.entity = entity;
            this.choice = choice;
            this.decider = decider;
            this.writes = writes;
            this.rows = rows;
        }

        /** Waives them. Returns the decision, without its writes. */
        public WaiverEvent.Waived write() {
            String id = UUID.randomUUID().toString();
            Instant now = clock.instant();
            List<List<WriteId>> parts = WaiverParts.of(writes, WaiverParts.MOST_BYTES);
            try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
                for (int part = 1; part <= parts.size(); part++) {
                    WaiverEvent.Waived event = new WaiverEvent.Waived(
                            id,
                            entity,
                            rows,
                            choice.words(),
                            part,
                            parts.size(),
                            parts.get(part - 1),
                            topics.rebuild(),
                            decider.by(),
                            decider.why(),
                            now);
                    journal.write(event);
                    stories.take(event);
                }
            }
            return stories.all().getFirst().decision();
        }
    }

    /**
     * Looks for what is meant, is refused or parked now, and is not waived yet. Reads the outcomes of the entity whole, which
     * takes minutes where they are millions.
     *
     * @param shown how many rows the decider was shown; empty for as many as there are
     * @throws SettingsException if there is nothing of the kind
     * @throws NotAsShownException if more have come since they were shown, or none is left
     * @throws RefusedException if it is of so many rows that an approver has to decide it
     */
    public Chosen choose(
            String entity, WaiverChoice choice, Optional<Long> shown, Decider decider, WaiveLimits limits) {
        List<WriteId> writes = refused(entity).stream()
                .filter(choice.meant())
                .map(RecordedOutcome::write)
                .filter(write -> stories.of(write).isEmpty())
                .toList();
        long rows = writes.stream().map(WriteId::row).distinct().count();
        // Fewer are within what was agreed to: the others were mended, or waived by somebody else.
        shown.filter(agreed -> rows > agreed || rows == 0).ifPresent(agreed -> {
            throw new NotAsShownException(entity + " to be waived for " + choice.words(), agreed, rows);
        });
        requireFound(entity, choice, writes);
        limits.approveAbove()
                .filter(most -> rows > most && !decider.isApprover())
                .ifPresent(most -> {
                    throw new RefusedException("a waiver of " + Counted.of(rows, "row")
                            + " is decided by an approver, as those of more than "
                            + most
                            + " are (limits.waive.approveAbove): somebody who has this role on the dashboard waives them"
                            + " there");
                });
        return new Chosen(entity, choice, decider, writes, rows);
    }

    /**
     * @param id the waiver's id, or as much of its beginning as tells it from others
     * @return the waiver, which does not hold any more
     * @throws SettingsException if it is none's, or that of several
     * @throws RefusedException if it was withdrawn before
     */
    public WaiverStory withdraw(String id, Decider decider) {
        List<WaiverStory> found = all().stream()
                .filter(story -> story.decision().waiverId().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new SettingsException(
                    (found.isEmpty() ? "there is no waiver " : found.size() + " waivers begin with ") + id
                            + "; ferry waive DIR --list lists them");
        }
        WaiverStory story = found.getFirst();
        story.withdrawal().ifPresent(before -> {
            throw new RefusedException("waiver " + before.waiverId() + " was withdrawn by " + before.by() + " before");
        });
        WaiverEvent.Withdrawn event = new WaiverEvent.Withdrawn(
                story.decision().waiverId(), topics.rebuild(), decider.by(), decider.why(), clock.instant());
        try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
            journal.write(event);
        }
        stories.take(event);
        return all().stream()
                .filter(one -> one.decision().waiverId().equals(event.waiverId()))
                .findFirst()
                .orElseThrow();
    }

    private List<RecordedOutcome> refused(String entity) {
        String outcomes = topics.outcomes(entity).name();
        OutcomeCodec codec = new OutcomeCodec();
        RefusedWrites refused = new RefusedWrites();
        try (Admin admin = Admin.create(kafkaClient);
                TopicCursor cursor =
                        TopicCursor.open(kafkaClient, new KafkaStageOffsets(admin, KAFKA_TIMEOUT), KAFKA_TIMEOUT)) {
            cursor.refresh(outcomes::equals, topic -> false, 0);
            cursor.readToEnd(
                    outcomes::equals,
                    record -> refused.recorded(codec.read(avro.decode(record.value(), codec.schema()))));
        }
        return refused.all();
    }

    /** Each key that somebody has written names something, or none is waived. */
    private static void requireFound(String entity, WaiverChoice choice, List<WriteId> writes) {
        if (choice instanceof WaiverChoice.OfKeys(Set<String> keys)) {
            WaiverKeys all = new WaiverKeys(keys);
            Set<String> found = writes.stream()
                    .map(WriteId::row)
                    .distinct()
                    .flatMap(row -> all.of(row).stream())
                    .collect(Collectors.toSet());
            keys.stream()
                    .filter(key -> !found.contains(key))
                    .sorted()
                    .findFirst()
                    .ifPresent(key -> {
                        throw new SettingsException("--key " + key + " is no row of " + entity
                                + " that is refused or parked and not waived yet. A key is its value, such as ALFKI; its"
                                + " values with commas between them, such as 10248,42; its canonical text, as in the"
                                + " topics; or the id of the row");
                    });
        }
        if (writes.isEmpty()) {
            throw new SettingsException(
                    "there is nothing to waive of " + entity + " for " + choice.words() + ", or it is waived already");
        }
    }
}
