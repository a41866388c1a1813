package org.dataferry.sink.loop;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.emulator.UnservedEmulator;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.testing.InMemoryLog;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.identity.IdentityStore;
import org.dataferry.sink.identity.IdentityTopicReader;
import org.dataferry.sink.send.BatchSender;
import org.dataferry.sink.send.ChangeRules;
import org.dataferry.sink.send.RowSender;
import org.dataferry.sink.send.TargetTables;

/**
 * An instance of the sink in one thread: the real session with loop, transactions, identities and senders, between a log in
 * memory and an emulator without a server. Whoever plays gives it its partitions and its turns, and kills it.
 */
public final class SimulatedSink {

    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Environment environment;
    private final IdentityStore identities;
    private final Limits limits;
    private Optional<Life> life = Optional.empty();

    /** What all sinks of a migration share. */
    public static final class Environment {
        private final InMemoryLog log;
        private final MigrationTopics topics;
        private final ConfluentAvro avro;
        private final SimulatedDataverse dataverse;
        private final ManualClock clock;
        private final SimulatedChance chance;
        private final TargetTables tables;
        private final String keyColumn;
        private final String idColumn;
        private final ChangeRules rules;
        private final Duration hold;
        private final UnaryOperator<RowSender> sent;
        private final SimulatedWorkers.Newest newest = new SimulatedWorkers.Newest();

        /**
         * @param changed what becomes of writes to rows that somebody else changed, of all entities
         * @param hold how long a request of a dead sink can still commit
         * @param sent what stands before the real sender: nothing, unless a fault is to be shown to be found
         */
        public Environment(
                InMemoryLog log,
                MigrationTopics topics,
                ConfluentAvro avro,
                SimulatedDataverse dataverse,
                ManualClock clock,
                SimulatedChance chance,
                Set<String> entities,
                Set<String> relationships,
                String keyColumn,
                String idColumn,
                ChangedPolicy changed,
                Duration hold,
                UnaryOperator<RowSender> sent)
                throws InterruptedException {
            this.log = log;
            this.topics = topics;
            this.avro = avro;
            this.dataverse = dataverse;
            this.clock = clock;
            this.chance = chance;
            this.tables = new TargetCheck(dataverse.reliableLane(), URI.create(UnservedEmulator.apiRoot()))
                    .tables(entities, relationships);
            this.keyColumn = keyColumn;
            this.idColumn = idColumn;
            UUID us =
                    dataverse.reliableLane().whoAmI().orThrow("ask who we are").userId();
            Map<String, ChangedPolicy> policies = new HashMap<>();
            entities.forEach(entity -> policies.put(entity, changed));
            this.rules = new ChangeRules(policies, Set.of(us), Set.of());
            this.hold = hold;
            this.sent = sent;
        }
    }

    /** @param perPoll the most records of a partition that one poll brings */
    public record Limits(int window, int batchSize, int concurrency, int perPoll) {}

    /** One life of the sink. */
    private record Life(SinkSession session, SimulatedConsumer<EntityWrite> consumer) {}

    /** It dies at this point: nothing after it is done. */
    static final class Killed extends RuntimeException {
        Killed() {
            super("killed", null, false, false);
        }
    }

    public SimulatedSink(Environment environment, IdentityStore identities, Limits limits) {
        this.environment = environment;
        this.identities = identities;
        this.limits = limits;
    }

    public boolean isAlive() {
        return life.isPresent();
    }

    /** A new life, with these partitions of writes. */
    public void begin(Set<TopicPartition> partitions) {
        Environment e = environment;
        String group = e.topics.sinkGroup();
        Lane lane = e.dataverse.lane(limits.concurrency());
        SimulatedWorkers workers = new SimulatedWorkers(
                e.sent.apply(new BatchSender(lane, e.tables, e.keyColumn, e.idColumn, e.rules, SinkFiles.none())),
                e.dataverse,
                e.clock,
                e.chance,
                limits.concurrency(),
                e.newest);
        Results results = new Results(identities);
        SinkLoop loop = new SinkLoop(
                results,
                new BeforeImages(any -> true),
                new Outbox(workers, BatchSizes.fixed(limits.batchSize()), new FileQueue(1)),
                e.clock,
                new Patience(e.hold, Map.of()),
                new Watchdog(Duration.ofDays(1), e.clock),
                new OwnedPartitions(limits.window(), e.hold, new HeldContents(Long.MAX_VALUE)));
        SimulatedConsumer<EntityWrite> consumer = new SimulatedConsumer<>(
                e.log, group, new TopicSerde<>(e.avro, new EntityWriteCodec()).deserializer(), limits.perPoll());
        SinkSession session = new SinkSession(
                consumer,
                new OutcomeTransactions(new SimulatedProducer(e.log, group, e.chance), e.topics, e.avro, this::reached),
                new IdentityTopicReader(
                        new SimulatedConsumer<>(
                                e.log, group, new TopicSerde<>(e.avro, new IdentityCodec()).deserializer(), 100),
                        new TopicPartition(e.topics.identities().name(), 0),
                        e.log::end,
                        identities,
                        PATIENCE),
                this::ends,
                loop,
                workers,
                results,
                COMMIT_INTERVAL,
                e.clock);
        session.join(Set.of());
        consumer.own(partitions);
        life = Optional.of(new Life(session, consumer));
    }

    /** A rebalance: from its next turn on it has these partitions. */
    public void own(Set<TopicPartition> partitions) {
        life.orElseThrow().consumer().own(partitions);
    }

    /** One turn of the session; it may be its last. */
    public void turn() throws InterruptedException {
        try {
            life.orElseThrow().session().turn();
        } catch (RuntimeException fault) {
            endWith(fault);
        }
    }

    /** Stops in order. */
    public void leave() throws InterruptedException {
        try {
            life.orElseThrow().session().leave();
        } catch (RuntimeException fault) {
            endWith(fault);
        }
        kill();
    }

    /** Nothing of it is left but what it committed; requests under way may have been done, or be done yet. */
    public void kill() {
        life.ifPresent(one -> one.session().close());
        life = Optional.empty();
    }

    private void endWith(RuntimeException fault) {
        if (!(fault instanceof Killed) && !Faults.mayPass(fault)) {
            throw fault;
        }
        kill();
    }

    private void reached(HaltPoint point) {
        if (environment.chance.oneIn(80)) {
            throw new Killed();
        }
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, environment.log.end(partition)));
        return ends;
    }

    /** Whether the sinks have an outcome for everything that is written. */
    public static boolean hasDoneAll(InMemoryLog log, MigrationTopics topics, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = log.committed(topics.sinkGroup());
        return partitions.stream()
                .allMatch(partition -> committed.containsKey(partition)
                        ? committed.get(partition).offset() >= log.end(partition)
                        : log.end(partition) == 0);
    }
}
