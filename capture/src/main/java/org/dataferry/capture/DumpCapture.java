package org.dataferry.capture;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.dump.DumpFences;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.publish.DumpPublisher;
import org.dataferry.capture.dump.publish.PublishedDumps;
import org.dataferry.capture.fence.FencePublisher;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.EndOffsets;
import org.dataferry.capture.progress.CaptureCounts;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures a source that gives dumps. One thread looks at the folder, takes files in and reads tables; another publishes what was accepted,
 * also by other processes, and says by fences and heartbeats how far it is.
 *
 * <p>A fence is reached when all files that lay closed in the folder when it was asked for, and all readings that were due then,
 * were judged, and all accepted dumps are published.
 */
public final class DumpCapture implements Capture {

    private static final Logger LOG = LoggerFactory.getLogger(DumpCapture.class);

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    /** All values of a dump are texts: none is too large to travel, and none is left out. */
    private static final int CARRIED_BYTES = Integer.MAX_VALUE;

    /** Looking for accepted dumps is reading a small file for each table: ten times a second by default. */
    private static final int POLLS_PER_LOOK = 10;

    private final DumpCaptureSettings settings;
    private final CaptureListener listener;
    private final Clock clock;
    private final DumpFences asked;
    private final Set<String> judged = new ConcurrentSkipListSet<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> intake = new AtomicReference<>();
    /** A heartbeat says that the first load is complete: not before all was looked at that lies there at the start. */
    private final AtomicBoolean looked = new AtomicBoolean();

    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable AckedSender sender;

    public DumpCapture(DumpCaptureSettings settings, CaptureListener listener, Clock clock) {
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.asked = settings.source().fences();
    }

    @Override
    public synchronized void start() {
        try {
            List<DumpTable> tables = settings.source().tables().stream()
                    .filter(table -> settings.tables().contains(table.name()))
                    .toList();
            EndOffsets endOffsets = topics(tables);
            AckedSender opened = new AckedSender(settings.client(), endOffsets);
            sender = opened;
            FencePublisher fences = new FencePublisher(
                    settings.name(), settings.topics().fences(), settings.avro(), opened, endOffsets);
            DumpPublisher.Outlets outlets = new DumpPublisher.Outlets(
                    settings.name(),
                    settings.topics(),
                    new ChangePublisher(
                            new ConnectToAvro(UnavailableValue.random(new SecureRandom()), CARRIED_BYTES),
                            settings.avro(),
                            opened),
                    opened,
                    PublishedDumps.read(settings.topics().captureDumps(), settings.client(), settings.avro(), opened),
                    fences,
                    listener);
            List<DumpPublisher> publishers = tables.stream()
                    .map(table -> new DumpPublisher(
                            table,
                            settings.source().files(table),
                            settings.source().limits(),
                            outlets))
                    .toList();
            DumpWatch watch = new DumpWatch(settings.source(), tables, clock, intake::set, listener::dumpJudged);
            begin("ferry-dump-intake", () -> watch(watch));
            begin("ferry-dump-publisher", () -> publish(publishers, fences));
            listener.streaming();
            LOG.info("Capture of dumps started source={} tables={}", settings.name(), tables.size());
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private EndOffsets topics(List<DumpTable> tables) {
        List<Topic> ofChanges = tables.stream()
                .map(table -> settings.topics()
                        .changes(new SourceTable(
                                settings.name(),
                                table.name().schema(),
                                table.name().table())))
                .toList();
        List<Topic> all = new ArrayList<>(ofChanges);
        all.add(settings.topics().fences());
        all.add(settings.topics().deadLetters());
        all.add(settings.topics().captureDumps());
        try (Admin admin = Admin.create(settings.client())) {
            new TopicCreator(admin, KAFKA_TIMEOUT).ensure(all);
            return EndOffsets.read(admin, ofChanges, KAFKA_TIMEOUT);
        }
    }

    /** What a thread of this does until it is interrupted. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private void begin(String name, Work work) {
        Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException stopped) {
                LOG.debug("{} stopped", name);
            } catch (RuntimeException broken) {
                if (!Thread.currentThread().isInterrupted() && failure.compareAndSet(null, broken)) {
                    LOG.error("Capture stopped source={}", settings.name(), broken);
                }
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void watch(DumpWatch watch) throws InterruptedException {
        while (true) {
            Set<String> before = asked.asked();
            if (watch.look()) {
                judged.addAll(before);
            }
            looked.set(true);
            Thread.sleep(settings.source().limits().look());
        }
    }

    private void publish(List<DumpPublisher> publishers, FencePublisher fences) throws InterruptedException {
        Instant heartbeat = Instant.EPOCH;
        while (true) {
            // Before the dumps are published: what is asked for meanwhile may be behind others.
            Set<String> due = Set.copyOf(judged);
            boolean isBegun = looked.get();
            publishAll(publishers);
            for (String id : due) {
                fences.reached(id, FenceEvent.Kind.FENCE, clock.instant());
                asked.reached(id);
                judged.remove(id);
            }
            Instant now = clock.instant();
            if (isBegun && !now.isBefore(heartbeat.plus(settings.limits().heartbeat()))) {
                heartbeat = now;
                fences.reached(Long.toString(now.toEpochMilli()), FenceEvent.Kind.HEARTBEAT, now);
            }
            rounds.incrementAndGet();
            Thread.sleep(settings.limits().pollInterval().multipliedBy(POLLS_PER_LOOK));
        }
    }

    /** In turns, so that a table with many dumps does not keep the others waiting. */
    private void publishAll(List<DumpPublisher> publishers) throws InterruptedException {
        boolean any = true;
        while (any) {
            any = false;
            for (DumpPublisher publisher : publishers) {
                any |= publisher.publishNext();
            }
            changes.set(
                    publishers.stream().mapToLong(DumpPublisher::changeCount).sum());
        }
    }

    /** In place of a log's position, how often all that was accepted was found published. */
    @Override
    public CaptureCounts counts() {
        return new CaptureCounts(changes.get(), rounds.get());
    }

    @Override
    public void throwIfFailed() {
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw new CaptureException(
                    "capture of source '" + settings.name() + "' stopped: " + thrown.getMessage(), thrown);
        }
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        Runnable cancel = intake.get();
        if (cancel != null) {
            cancel.run();
        }
        for (Thread thread : threads) {
            try {
                thread.join(STOP_PATIENCE);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
        AckedSender opened = sender;
        if (opened != null) {
            opened.close();
            sender = null;
        }
    }
}
