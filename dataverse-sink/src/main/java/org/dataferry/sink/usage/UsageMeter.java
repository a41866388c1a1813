package org.dataferry.sink.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.RequestUseCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.usage.Entitlement;
import org.dataferry.schemas.usage.RequestUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down by the minute what this process uses, and that it is shut out if it is, reads what all of them do, and warns when
 * little is left of the entitlement. A
 * kill forgets what was counted since it was last written down, ten seconds at most. For the loop's thread.
 */
public final class UsageMeter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** Beyond the window, so that a clock that differs a little forgets nothing. */
    private static final Duration KEPT = Entitlement.WINDOW.plusHours(1);

    private final String topic;
    private final String process;
    private final RequestCount count;
    private final Supplier<OptionalLong> limit;
    private final Supplier<Optional<String>> shutOut;
    private final Clock clock;
    private final Producer<String, RequestUse> producer;
    private final TopicFollower<RequestUse> follower;
    private final Map<String, RequestUse> uses = new HashMap<>();
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private Warning told = Warning.NONE;
    private Instant nextLook;

    /** How much is used, in steps that somebody should hear of. */
    enum Warning {
        NONE(0),
        NEARLY(0.8),
        SPENT(1);

        private final double share;

        Warning(double share) {
            this.share = share;
        }

        static Warning at(double used) {
            return used >= SPENT.share ? SPENT : used >= NEARLY.share ? NEARLY : NONE;
        }
    }

    /**
     * @param process the name of this process, the same over restarts
     * @param limit of the entitlement, as it is at the time
     * @param shutOut whom Dataverse does not let in, and why, while it lets in nobody
     */
    public UsageMeter(
            MigrationTopics topics,
            ConfluentAvro avro,
            Properties client,
            String process,
            RequestCount count,
            Supplier<OptionalLong> limit,
            Supplier<Optional<String>> shutOut,
            Clock clock) {
        this.topic = topics.usage().name();
        this.process = process;
        this.count = count;
        this.limit = limit;
        this.shutOut = shutOut;
        this.clock = clock;
        this.producer = new KafkaProducer<>(
                client, new StringSerializer(), new TopicSerde<>(avro, new RequestUseCodec()).serializer());
        this.follower = TopicFollower.ofUsage(topics, avro, client, this::take);
        this.nextLook = clock.instant();
    }

    /** Reads what was used before, also by earlier lives of this process. */
    public void begin(Duration timeout) {
        follower.readToEnd(timeout);
        look();
    }

    /** Writes and reads, once in a while. */
    public void look() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(PACE);
            follower.read();
            add(now);
            tell(now);
            forget(now);
            write();
            warn(Entitlement.of(uses.values(), limit.get(), now));
        }
    }

    private void add(Instant now) {
        long more = count.take();
        if (more > 0) {
            RequestUse none = new RequestUse(process, now, 0);
            uses.merge(none.key(), none.plus(more), (known, added) -> known.plus(added.requests()));
            unwritten.add(none.key());
        }
    }

    /** As it is now, whatever was said earlier in this minute. */
    private void tell(Instant now) {
        RequestUse none = new RequestUse(process, now, 0);
        RequestUse known = uses.getOrDefault(none.key(), none);
        Optional<String> why = shutOut.get();
        if (!known.shutOut().equals(why)) {
            uses.put(known.key(), known.shutOut(why));
            unwritten.add(known.key());
        }
    }

    /** What this process has said for too long ago is taken out of the topic; of the others only out of memory. */
    private void forget(Instant now) {
        List<RequestUse> old = uses.values().stream()
                .filter(use -> use.from().isBefore(now.minus(KEPT)))
                .toList();
        for (RequestUse use : old) {
            uses.remove(use.key());
            if (use.process().equals(process)) {
                unwritten.add(use.key());
            }
        }
    }

    /** Nothing waits for it; what fails is written the next time. */
    private void write() {
        for (String key : new ArrayList<>(unwritten)) {
            unwritten.remove(key);
            producer.send(new ProducerRecord<>(topic, key, uses.get(key)), (written, failure) -> {
                if (failure != null) {
                    LOG.warn("Sink could not write down what it used reason={}", failure.getMessage());
                    unwritten.add(key);
                }
            });
        }
    }

    /** Of this process the memory knows more than the topic. */
    private void take(ConsumerRecord<String, RequestUse> record) {
        RequestUse use = record.value();
        if (use == null) {
            uses.remove(record.key());
        } else if (!use.process().equals(process) || !uses.containsKey(use.key())) {
            uses.put(use.key(), use);
        }
    }

    private void warn(Entitlement now) {
        Warning warning = Warning.at(now.share());
        if (warning.compareTo(told) > 0) {
            LOG.warn(
                    warning == Warning.SPENT
                            ? "The daily entitlement is spent used={} limit={} perHour={}"
                            : "Four fifths of the daily entitlement are used used={} limit={} perHour={} spentAt={}",
                    now.used(),
                    now.limit().orElse(0),
                    Math.round(now.perHour()),
                    now.spentAt().map(Instant::toString).orElse("not within a day"));
        }
        told = warning;
    }

    @Override
    public void close() {
        add(clock.instant());
        write();
        producer.close(CLOSE_TIMEOUT);
        follower.close();
    }
}
