package org.dataferry.transform;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.RowLimits;
import org.dataferry.transform.topology.CommitTimes;
import org.dataferry.transform.topology.MigrationTopology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the topology; knows nothing of what is in it. */
public final class TransformProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransformProcess.class);

    /** A dead instance that does not come back is noticed after this: its rows wait; long enough for a pause of the JVM. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    /** Readers see nothing of a dead instance's transaction, and nothing after it, until it ends. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /** Room for rows with large columns and the images kept of them; the broker's own limit is the one that counts. */
    private static final int LARGEST_REQUEST_BYTES = 16 << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<KafkaStreams> newStreams;
    private final Path stateDirectory;
    private final FenceFollower follower;
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ThreadRestarts restarts = new ThreadRestarts(Clock.systemUTC());
    private volatile KafkaStreams streams;

    /**
     * @param client connection settings of the Kafka client
     * @param stateDirectory where state stores are kept, of this instance alone; what is lost there is read back from
     *     Kafka
     * @param asOf up to where changes are mapped; the same at each start with this state
     */
    public TransformProcess(
            MigrationTopics topics,
            Mappings mappings,
            ConfluentAvro avro,
            Properties client,
            Path stateDirectory,
            LimitSettings.Transform limits,
            AsOf asOf) {
        FenceProgress fences = new FenceProgress(FenceCourses.sources(mappings));
        ParkedCounts parked = new ParkedCounts();
        OpenedPhases phases = new OpenedPhases(topics.rebuild());
        this.stateDirectory = stateDirectory;
        this.follower = new FenceFollower(topics, mappings, avro, client, fences, parked, phases);
        Properties properties = properties(topics.transformApplication(), client, stateDirectory, limits);
        CommitTimes commits = new ProducerTimes(() -> streams.metrics());
        this.newStreams = () -> watched(new KafkaStreams(
                MigrationTopology.build(
                        topics, mappings, avro, fences, phases, parked, rowLimits(limits), commits, asOf),
                properties));
        this.streams = newStreams.get();
    }

    private static RowLimits rowLimits(LimitSettings.Transform limits) {
        return new RowLimits(limits.unappliedImages(), limits.deleteRetries());
    }

    private KafkaStreams watched(KafkaStreams watched) {
        watched.setStateListener((now, before) -> {
            LOG.info("Transform changed state state={} before={}", now, before);
            if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
                running.countDown();
            }
        });
        watched.setUncaughtExceptionHandler(thrown -> {
            if (restarts.awaitRestart(thrown)) {
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            LOG.error("Transform failed", thrown);
            failure.compareAndSet(null, thrown);
            running.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        return watched;
    }

    /**
     * Starts the tasks. State that cannot be opened is discarded as a whole, and read back from Kafka.
     *
     * @throws TransformException if they cannot be started, also without the old state
     */
    public void start() {
        follower.start();
        try {
            startStreams();
        } catch (StreamsException impossible) {
            throw new TransformException(
                    "the transform cannot start with its state in " + stateDirectory + ": " + impossible.getMessage(),
                    impossible);
        }
    }

    /** A kill while Kafka Streams deletes the state of a task leaves a half of it, which RocksDB refuses ever after. */
    private void startStreams() {
        try {
            streams.start();
        } catch (StreamsException refused) {
            if (!isOfState(refused)) {
                throw refused;
            }
            LOG.warn("Transform discards its state, which cannot be opened directory={}", stateDirectory, refused);
            streams.close(CLOSE_TIMEOUT);
            streams = newStreams.get();
            streams.cleanUp();
            streams.start();
        }
    }

    private static boolean isOfState(Throwable thrown) {
        return thrown instanceof ProcessorStateException || thrown.getCause() != null && isOfState(thrown.getCause());
    }

    /** Waits until every task runs. A registry or broker that is down meanwhile does not end the wait, only the timeout. */
    public void awaitRunning(Duration timeout) throws InterruptedException {
        if (!running.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TransformException(
                    "the transform is not running after " + timeout + "; it is " + streams.state());
        }
        throwIfFailed();
    }

    /**
     * Whether a task of this instance still looks for rows that a completed epoch of their table did not bring; true as
     * well while that cannot be told.
     */
    public boolean isSearching() {
        try {
            ReadOnlyKeyValueStore<String, String> searches = streams.store(StoreQueryParameters.fromNameAndType(
                    MigrationTopology.SEARCHES, QueryableStoreTypes.keyValueStore()));
            try (KeyValueIterator<String, String> underway = searches.all()) {
                return underway.hasNext();
            }
        } catch (InvalidStateStoreException notRunning) {
            return true;
        }
    }

    /** Throws what stopped the transform, if anything did. */
    public void throwIfFailed() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new TransformException("the transform stopped: " + thrown.getMessage(), thrown);
        }
    }

    /** Stops within seconds and leaves the group, so that the next start does not wait for a session to end. */
    @Override
    public void close() {
        restarts.close();
        follower.close();
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT));
        if (!closed) {
            LOG.warn("Transform did not stop in time timeout={}", CLOSE_TIMEOUT);
        }
    }

    private static Properties properties(
            String application, Properties client, Path stateDirectory, LimitSettings.Transform limits) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        // Known by this name, the next life of a killed instance takes over its tasks without waiting for its session.
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                InstanceId.keptIn(stateDirectory));
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, limits.commitInterval().toMillis());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, limits.threads());
        // Rows of different tables may come in any order. By default a task stops until every table's next records are
        // there.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Task directories and changelogs follow the broker's default replication.
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                (int) SESSION_TIMEOUT.toMillis() / 3);
        // The first change of a table is not to wait for the default of five minutes to be noticed.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 10_000);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        // Nobody sees a record before its commit, which sends what is left. Sent sooner, a hundred tables' partitions
        // get
        // a request each for a row or two.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), (int)
                limits.commitInterval().toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST_BYTES);
        return properties;
    }
}
