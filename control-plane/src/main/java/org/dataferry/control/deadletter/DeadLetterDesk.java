package org.dataferry.control.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;

/** Where people look at dead letters and close them. Holds nothing open. Takes about a kilobyte for each letter. */
public final class DeadLetterDesk {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** In one decision, so that a record of Kafka has room for it. */
    private static final int MOST_OF_DECISION = 10_000;

    private final MigrationTopics topics;
    private final Properties kafkaClient;
    private final ConfluentAvro avro;
    private final Clock clock;
    private final Map<DeadLetterId, DeadLetter> letters = new TreeMap<>();
    private final Map<DeadLetterId, DeadLetterEvent> closed = new HashMap<>();

    private DeadLetterDesk(MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient, Clock clock) {
        this.topics = topics;
        this.kafkaClient = kafkaClient;
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(registry));
        this.clock = clock;
    }

    /**
     * Reads what could not be read by the run or a rebuild so far, and what was decided about it.
     *
     * @throws ControlException if the migration has not run yet
     */
    public static DeadLetterDesk open(
            MigrationTopics topics, RegistryEndpoint registry, Properties kafkaClient, Clock clock) {
        DeadLetterDesk desk = new DeadLetterDesk(topics, registry, kafkaClient, clock);
        String buried = topics.deadLetters().name();
        try (Admin admin = Admin.create(kafkaClient)) {
            KafkaStageOffsets offsets = new KafkaStageOffsets(admin, KAFKA_TIMEOUT);
            if (!offsets.exists(topics.control().name())) {
                throw new ControlException("this migration has not run yet, so there are no dead letters");
            }
            try (TopicCursor cursor = TopicCursor.open(kafkaClient, offsets, KAFKA_TIMEOUT)) {
                cursor.refresh(buried::equals, topic -> false, 0);
                cursor.readToEnd(buried::equals, record -> {
                    if (DeadLetters.rebuildOf(record.headers()) == topics.rebuild()) {
                        DeadLetter letter = DeadLetter.of(record);
                        desk.letters.put(letter.id(), letter);
                    }
                });
            }
        }
        try (TopicFollower<ControlEvent> reader = TopicFollower.ofControl(topics, desk.avro, kafkaClient, desk::take)) {
            reader.readToEnd(KAFKA_TIMEOUT);
        }
        return desk;
    }

    /** By their ids. */
    public List<DeadLetterStory> all() {
        return letters.values().stream().map(this::story).toList();
    }

    /** Those that nobody has closed. */
    public List<DeadLetterStory> open() {
        return all().stream().filter(DeadLetterStory::isOpen).toList();
    }

    /** @throws SettingsException if there is none of this id */
    public DeadLetterStory find(DeadLetterId id) {
        return Optional.ofNullable(letters.get(id))
                .map(this::story)
                .orElseThrow(() ->
                        new SettingsException("there is no dead letter " + id + "; ferry dead-letters DIR lists them"));
    }

    /**
     * @return the letters, which are closed
     * @throws SettingsException if there is none of an id
     * @throws RefusedException if one is closed already
     */
    public List<DeadLetterStory> discard(List<DeadLetterId> ids, String by, String why) {
        ids.forEach(this::requireOpen);
        close(ids, some -> new DeadLetterEvent.Discarded(some, by, why, clock.instant()));
        return ids.stream().map(this::find).toList();
    }

    /**
     * Publishes what can be read by now again, and closes it.
     *
     * @return what became of each
     * @throws SettingsException if there is none of an id
     * @throws RefusedException if one is closed already
     */
    public Map<DeadLetterId, ReplayedLetter> replay(List<DeadLetterId> ids, String by, String why) {
        ids.forEach(this::requireOpen);
        Map<DeadLetterId, ReplayedLetter> results = new LinkedHashMap<>();
        List<DeadLetter> chosen = ids.stream().map(letters::get).toList();
        try (LetterReplay replay = LetterReplay.open(topics, avro, kafkaClient, KAFKA_TIMEOUT)) {
            results.putAll(replay.replay(chosen, all()));
        }
        List<DeadLetterId> done =
                ids.stream().filter(id -> results.get(id).isDone()).toList();
        close(done, some -> new DeadLetterEvent.Replayed(some, by, why, clock.instant()));
        return results;
    }

    private interface Decision {
        DeadLetterEvent of(List<DeadLetterId> some);
    }

    private void close(List<DeadLetterId> ids, Decision decision) {
        try (ControlJournal journal = new ControlJournal(topics, avro, kafkaClient)) {
            for (int from = 0; from < ids.size(); from += MOST_OF_DECISION) {
                DeadLetterEvent event =
                        decision.of(new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + MOST_OF_DECISION))));
                journal.write(event);
                take(event);
            }
        }
    }

    private void requireOpen(DeadLetterId id) {
        find(id).closed().ifPresent(event -> {
            throw new RefusedException("dead letter " + id + " was closed by " + event.by() + " before");
        });
    }

    private DeadLetterStory story(DeadLetter letter) {
        return new DeadLetterStory(letter, Optional.ofNullable(closed.get(letter.id())));
    }

    private void take(ControlEvent event) {
        if (event instanceof DeadLetterEvent of) {
            of.letters().forEach(letter -> closed.putIfAbsent(letter, of));
        }
    }
}
