package org.dataferry.control.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger in PostgreSQL up to date with the topics of a migration's run. For one thread.
 *
 * <p>While Kafka, the registry or PostgreSQL is away it says so once and tries again and again; what was read and is not in the
 * ledger is read anew then.
 */
public final class Projection implements AutoCloseable {

    /** Without anything new, after which one that has to catch up gives up; a server that comes back does so sooner. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** How often it is told how far one is that has to catch up. */
    private static final Duration TELL = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final Properties client;
    private final Endpoints.Database database;
    private final TableNames names;
    private final Set<String> entities;
    private final LedgerLimits limits;
    private final Consumer<String> said;
    private boolean anew;
    private Optional<Following> following = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    /**
     * @param client connection settings for any Kafka client
     * @param names how the ledger names tables
     * @param entities that get views before any record names them, relationships among them
     * @param anew whether the ledger is dropped first, and made anew from the topics
     * @param said told in words when it cannot go on, and when it can again; and how far it is, where that takes long
     */
    public Projection(
            MigrationTopics topics,
            ConfluentAvro avro,
            Properties client,
            Endpoints.Database database,
            TableNames names,
            Set<String> entities,
            LedgerLimits limits,
            boolean anew,
            Consumer<String> said) {
        this.topics = topics;
        this.avro = avro;
        this.client = client;
        this.database = database;
        this.names = names;
        this.entities = Set.copyOf(entities);
        this.limits = limits;
        this.anew = anew;
        this.said = said;
    }

    /**
     * Opens both ends, without trying again.
     *
     * @throws LedgerTakenException if another process projects into this ledger
     * @throws RefusedException if the database has a schema of that name that is not ours
     * @throws ControlException if PostgreSQL refuses
     */
    public void begin() throws InterruptedException {
        try {
            following = Optional.of(open());
        } catch (SQLException failed) {
            throw new ControlException("the ledger's database cannot be used: " + failed.getMessage(), failed);
        }
    }

    /** Follows the topics until the thread is interrupted. */
    public void untilStopped() throws InterruptedException {
        follow(reader -> false, () -> {});
    }

    /**
     * Until all that the topics hold by now is in the ledger.
     *
     * @throws RefusedException if nothing comes for a quarter of an hour
     */
    public void untilCaughtUp() throws InterruptedException {
        CaughtUp caughtUp = new CaughtUp();
        follow(caughtUp, caughtUp::requirePatience);
    }

    @Override
    public void close() {
        following.ifPresent(Following::close);
        following = Optional.empty();
    }

    /** The ends as they are when it is first asked. */
    private final class CaughtUp implements Predicate<TopicReader> {

        private Optional<Map<TopicPartition, Long>> ends = Optional.empty();
        private long least = Long.MAX_VALUE;
        private long most;
        private final long begin = System.nanoTime();
        private long told = begin;
        private long deadline = System.nanoTime() + PATIENCE.toNanos();

        @Override
        public boolean test(TopicReader reader) {
            Map<TopicPartition, Long> goal = ends.orElseGet(reader::ends);
            ends = Optional.of(goal);
            long behind = reader.behind(goal);
            if (behind < least) {
                least = behind;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            most = Math.max(most, behind);
            requirePatience();
            tellHowFar(behind);
            return behind == 0;
        }

        private void tellHowFar(long behind) {
            long now = System.nanoTime();
            if (now - told > TELL.toNanos() && behind > 0) {
                told = now;
                long done = most - behind;
                double perSecond = done * 1e9 / (now - begin);
                said.accept("the ledger has %,d of %,d records%s"
                        .formatted(
                                done,
                                most,
                                perSecond < 1
                                        ? ""
                                        : ", %,.0f a second; about %,.0f s to go"
                                                .formatted(perSecond, behind / perSecond)));
            }
        }

        void requirePatience() {
            if (System.nanoTime() > deadline) {
                throw new RefusedException("the ledger has not come on for " + PATIENCE + "; its log says why");
            }
        }
    }

    private void follow(Predicate<TopicReader> done, Runnable patience) throws InterruptedException {
        while (true) {
            try {
                Following now = following.isPresent() ? following.get() : open();
                following = Optional.of(now);
                goOn(now, done);
                return;
            } catch (RefusedException refused) {
                throw refused;
            } catch (InterruptException stopped) {
                throw new InterruptedException(stopped.getMessage());
            } catch (SQLException | KafkaException | SchemasException | ControlException failed) {
                if (Thread.interrupted()) {
                    throw new InterruptedException(failed.getMessage());
                }
                tell(failed);
            }
            close();
            patience.run();
            Thread.sleep(limits.retryPause());
        }
    }

    private void goOn(Following now, Predicate<TopicReader> done) throws SQLException, InterruptedException {
        while (!done.test(now.reader()) || now.session().hasRest()) {
            Batch batch = now.reader().next();
            if (!batch.isEmpty() || now.session().hasRest()) {
                now.session().write(batch);
                recovered();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
        }
    }

    private Following open() throws SQLException, InterruptedException {
        Following opened = Following.open(
                fresh -> LedgerSession.open(
                        LedgerDatabase.open(database, limits),
                        topics.migration(),
                        names,
                        entities,
                        limits.batchSize(),
                        fresh),
                () -> TopicReader.consumer(client, limits),
                new RecordReader(topics, avro, names),
                anew);
        anew = false;
        return opened;
    }

    private void tell(Exception failed) {
        String words = "the ledger waits: " + failed.getMessage();
        if (trouble.isEmpty()) {
            LOG.warn("Ledger cannot go on and tries again", failed);
            said.accept(words);
        }
        trouble = Optional.of(words);
    }

    private void recovered() {
        if (trouble.isPresent()) {
            LOG.info("Ledger goes on");
            said.accept("the ledger goes on");
            trouble = Optional.empty();
        }
    }
}
