package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.identity.IdentityStore;
import org.dataferry.sink.identity.IdentityTopicReader;
import org.dataferry.sink.send.ChangeRules;
import org.dataferry.sink.send.SharedSender;
import org.dataferry.sink.send.TargetTables;
import org.dataferry.sink.usage.RequestCount;
import org.dataferry.sink.usage.UsageMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink as a process of its own or within another: starts, lives through faults of Kafka by beginning anew from the last
 * checkpoint, and stops.
 */
public final class SinkProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkProcess.class);

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** A target that restarts answers within seconds. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    /** Between two lives; a broker that restarts is back within seconds. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What a write of some dozens of columns takes, with its body under way; twice that, so that half of the memory stays free. */
    private static final int BYTES_OF_A_WRITE = 32 * 1_024;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final SinkSettings settings;
    private final ConfluentAvro avro;
    private final HaltPoint.Observer observer;
    private final Watchdog watchdog;
    private final RequestCount count = new RequestCount();
    private final UserLanes lanes;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopping;

    public SinkProcess(SinkSettings settings, ConfluentAvro avro, HaltPoint.Observer observer) {
        this.settings = settings;
        this.avro = avro;
        this.observer = observer;
        this.watchdog = new Watchdog(settings.stalledAfter(), Clock.systemUTC());
        this.lanes = new UserLanes(settings, watchdog, count);
        this.thread = Thread.ofPlatform().name("sink").unstarted(this::live);
    }

    public void start() {
        thread.start();
    }

    /** Throws what stopped the sink, if anything did. */
    public void throwIfFailed() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new SinkException("the sink stopped: " + thrown.getMessage(), thrown);
        }
    }

    /** Finishes what is under way within seconds; whatever is not back by then is found in doubt by the next start. */
    @Override
    public void close() {
        stopping = true;
        lanes.stop();
        try {
            boolean begun = thread.getState() != Thread.State.NEW;
            if (begun && !thread.join(STOP_TIMEOUT)) {
                LOG.warn("Sink did not stop in time timeout={}", STOP_TIMEOUT);
                thread.interrupt();
                thread.join(STOP_TIMEOUT);
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        lanes.close();
    }

    private void live() {
        try (Admin admin = Admin.create(settings.client());
                IdentityStore store =
                        IdentityStore.open(settings.stateDirectory().resolve("identities"), topicId(admin))) {
            lanes.introduce(Clock.systemUTC().instant().plus(START_PATIENCE));
            TargetCheck target =
                    new TargetCheck(lanes.first(), settings.users().getFirst().baseUrl());
            TargetTables tables = target.tables(settings.entities(), settings.relationships());
            lanes.require(new BypassCheck(tables, settings.bypass(), Clock.systemUTC(), START_PATIENCE));
            ChangeRules rules = changeRules();
            String instance = InstanceId.in(settings.stateDirectory());
            while (!stopping) {
                liveOrPause(admin, store, tables, rules, instance);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fatal) {
            if (stopping) {
                LOG.info("Sink stopped before it had begun reason={}", fatal.getMessage());
            } else {
                LOG.error("Sink failed", fatal);
                failure.set(fatal);
            }
        }
    }

    private void liveOrPause(Admin admin, IdentityStore store, TargetTables tables, ChangeRules rules, String instance)
            throws InterruptedException {
        try {
            liveOnce(admin, store, tables, rules, instance);
        } catch (RuntimeException fault) {
            if (!Faults.mayPass(fault)) {
                throw fault;
            }
            LOG.warn("Sink begins anew from its last checkpoint", fault);
            Thread.sleep(PAUSE);
        }
    }

    private void liveOnce(Admin admin, IdentityStore store, TargetTables tables, ChangeRules rules, String instance)
            throws InterruptedException {
        String group = settings.topics().sinkGroup();
        Properties client = settings.client();
        Clock clock = Clock.systemUTC();
        SharedSender sender = lanes.sender(tables, rules, clock);
        Senders senders = new Senders(sender, sender::concurrency, observer);
        Results results = new Results(store);
        EndOffsets ends = new EndOffsets(admin, KAFKA_TIMEOUT);
        SinkLoop loop = new SinkLoop(
                results,
                new BeforeImages(entity -> !settings.withoutBeforeImages().contains(entity)),
                new Outbox(
                        senders,
                        new BatchSizes((entity, action) -> lanes.rows(tables, entity, action), lanes::largestBatch),
                        new FileQueue(settings.files().limits().uploads()
                                * settings.users().size())),
                clock,
                new Patience(settings.lateRequestHold(), settings.customLogicRetries()),
                watchdog,
                new OwnedPartitions(
                        windowLimit(),
                        settings.lateRequestHold(),
                        new HeldContents(settings.files().limits().heldBytes())));
        List<Topic> writes = written().stream().map(settings.topics()::writes).toList();
        // The producer first: it ends the transaction of an earlier life, which readers of identities would wait for.
        try (OutcomeTransactions transactions = new OutcomeTransactions(
                        SinkClients.producer(client, group, instance), settings.topics(), avro, observer);
                IdentityTopicReader identities = new IdentityTopicReader(
                        client,
                        new TopicPartition(settings.topics().identities().name(), 0),
                        new TopicSerde<>(avro, new IdentityCodec()).deserializer(),
                        ends::written,
                        store,
                        KAFKA_TIMEOUT);
                Steering steering = new Steering(settings.topics(), avro, client, written(), loop, lanes, clock);
                UsageMeter meter = new UsageMeter(
                        settings.topics(), avro, client, instance, count, lanes::entitlement, sender::shutOut, clock);
                SinkSession session = new SinkSession(
                        SinkClients.consumer(client, group, instance, avro),
                        transactions,
                        identities,
                        ends::readable,
                        loop,
                        senders,
                        results,
                        settings.limits().commitInterval(),
                        clock)) {
            Membership membership =
                    new Membership(admin, group, instance, partitions(writes), clock, new Membership.Listener() {
                        @Override
                        public void placed(Membership.Place place) {
                            lanes.share(place, sender);
                        }

                        @Override
                        public void abandoned(Set<TopicPartition> partitions) {
                            session.reclaim(partitions);
                        }
                    });
            steering.begin(KAFKA_TIMEOUT);
            membership.begin(KAFKA_TIMEOUT);
            meter.begin(KAFKA_TIMEOUT);
            session.join(writes.stream().map(Topic::name).toList());
            while (!stopping) {
                session.turn();
                steering.look();
                membership.look();
                meter.look();
            }
            session.leave();
        }
    }

    private ChangeRules changeRules() {
        return new ChangeRules(settings.changed(), lanes.systemUsers(), settings.reportsLost());
    }

    /** All entities and relationships. */
    private List<String> written() {
        return Stream.concat(settings.entities().stream(), settings.relationships().stream())
                .toList();
    }

    private static Set<TopicPartition> partitions(List<Topic> topics) {
        return topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toSet());
    }

    private int windowLimit() {
        int partitions = written().size() * settings.topics().partitions();
        // In memory if all partitions fell to this instance.
        long most = Runtime.getRuntime().maxMemory() / BYTES_OF_A_WRITE;
        return Math.clamp(most / Math.max(1, partitions), 1, settings.limits().window());
    }

    private String topicId(Admin admin) throws InterruptedException {
        String topic = settings.topics().identities().name();
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(KAFKA_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic)
                    .topicId()
                    .toString();
        } catch (ExecutionException failed) {
            throw new SinkException("the topic " + topic + " cannot be described", failed.getCause());
        } catch (TimeoutException late) {
            throw new SinkException("Kafka did not describe the topic " + topic + " within " + KAFKA_TIMEOUT, late);
        }
    }
}
