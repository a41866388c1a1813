package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.LaneSettings;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.transport.RetryPolicy;
import org.dataferry.sink.identity.IdentityStore;
import org.dataferry.sink.identity.IdentityTopicReader;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.BatchSender;
import org.dataferry.sink.send.SharedSender;
import org.dataferry.sink.send.TargetTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink as a process of its own or within another: starts, lives through faults of Kafka by beginning anew from the last
 * checkpoint, and stops.
 */
public final class SinkProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkProcess.class);

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A target that restarts answers within seconds. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    /** Between two lives; a broker that restarts is back within seconds. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Writes in memory if all partitions fell to this instance: at a few kilobytes each some 100 MB. */
    private static final int MOST_WRITES = 40_000;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final SinkSettings settings;
    private final ConfluentAvro avro;
    private final HaltPoint.Observer observer;
    private final Watchdog watchdog;
    private final List<Lane> lanes;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopping;

    public SinkProcess(SinkSettings settings, ConfluentAvro avro, HaltPoint.Observer observer) {
        this.settings = settings;
        this.avro = avro;
        this.observer = observer;
        this.watchdog = new Watchdog(settings.stalledAfter(), Clock.systemUTC());
        this.lanes = settings.users().stream()
                .map(user -> Lane.open(
                        user, laneSettings(settings), Clock.systemUTC(), random(), watchdog.of(user.clientId())))
                .toList();
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
        lanes.forEach(Lane::stop);
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
        lanes.forEach(Lane::close);
    }

    private void live() {
        try (Admin admin = Admin.create(settings.client());
                IdentityStore store =
                        IdentityStore.open(settings.stateDirectory().resolve("identities"), topicId(admin))) {
            TargetCheck target = new TargetCheck(
                    lanes.getFirst(), settings.users().getFirst().baseUrl(), Clock.systemUTC(), START_PATIENCE);
            TargetTables tables = target.tables(settings.entities(), settings.relationships());
            String instance = InstanceId.in(settings.stateDirectory());
            while (!stopping) {
                liveOrPause(admin, store, tables, instance);
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

    private void liveOrPause(Admin admin, IdentityStore store, TargetTables tables, String instance)
            throws InterruptedException {
        try {
            liveOnce(admin, store, tables, instance);
        } catch (RuntimeException fault) {
            if (!Faults.mayPass(fault)) {
                throw fault;
            }
            LOG.warn("Sink begins anew from its last checkpoint", fault);
            Thread.sleep(PAUSE);
        }
    }

    private void liveOnce(Admin admin, IdentityStore store, TargetTables tables, String instance)
            throws InterruptedException {
        String group = settings.topics().sinkGroup();
        Properties client = settings.client();
        Clock clock = Clock.systemUTC();
        SharedSender sender = sharedBy(tables, clock);
        Senders senders = new Senders(sender, sender::concurrency, observer);
        Results results = new Results(store);
        EndOffsets ends = new EndOffsets(admin, KAFKA_TIMEOUT);
        SinkLoop loop = new SinkLoop(
                results,
                new BeforeImages(entity -> !settings.withoutBeforeImages().contains(entity)),
                senders,
                clock,
                new Patience(settings.lateRequestHold(), settings.customLogicRetries()),
                watchdog,
                windowLimit(),
                new BatchSizes(
                        (entity, action) -> rows(tables, entity, action),
                        settings.limits().largestBatch()),
                new FileQueue(settings.files().limits().uploads() * lanes.size()),
                new HeldContents(settings.files().limits().heldBytes()));
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
            session.join(Stream.concat(settings.entities().stream(), settings.relationships().stream())
                    .map(written -> settings.topics().writes(written).name())
                    .toList());
            while (!stopping) {
                session.turn();
            }
            session.leave();
        }
    }

    private SharedSender sharedBy(TargetTables tables, Clock clock) {
        List<SharedSender.Member> members = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            members.add(new SharedSender.Member(
                    settings.users().get(i).clientId(),
                    new BatchSender(lane, tables, settings.keyColumn(), settings.idColumn(), settings.files()),
                    lane::concurrency));
        }
        return new SharedSender(members, clock);
    }

    /** By the first lane: to each the same work costs the same. */
    private int rows(TargetTables tables, String entity, Action action) {
        int first = settings.limits().batchSize();
        Lane lane = lanes.getFirst();
        return switch (action) {
            case CREATE ->
                lane.rows(
                        Operation.CREATE_MULTIPLE,
                        set(tables, entity),
                        first,
                        settings.limits().largestBatch());
            case UPDATE ->
                lane.rows(
                        Operation.UPDATE_MULTIPLE,
                        set(tables, entity),
                        first,
                        settings.limits().largestBatch());
            // Read first and then written in two ways, or parts of a batch: their size says little of what they cost.
            case RESOLVE, DELETE, PATCH, LINK, READ_OLD, FILE -> first;
        };
    }

    private static EntitySet set(TargetTables tables, String entity) {
        return tables.table(entity).entitySet();
    }

    private int windowLimit() {
        int topics = settings.entities().size() + settings.relationships().size();
        int partitions = topics * settings.topics().partitions();
        return Math.max(1, Math.min(settings.limits().window(), MOST_WRITES / Math.max(1, partitions)));
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

    private static LaneSettings laneSettings(SinkSettings settings) {
        int concurrency = settings.limits().concurrentRequests();
        return new LaneSettings(
                settings.limits().requestTimeout(),
                CONNECT_TIMEOUT,
                concurrency == 0 ? OptionalInt.empty() : OptionalInt.of(concurrency),
                limits(settings.protection()),
                RetryPolicy.STANDARD,
                Map.of());
    }

    private static ProtectionLimits limits(ProtectionSettings set) {
        return new ProtectionLimits(
                set.enabled(),
                set.requests(),
                set.executionTime(),
                set.concurrentRequests(),
                set.window(),
                set.spare(),
                set.burst(),
                set.reserve(),
                set.timeScale());
    }

    /** Each thread has its own generator behind it. */
    private static RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
