package org.dataferry.control.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs of dead letters again and puts those that can be read by now, as they are, at the end of their partition, in their
 * order. Reads a partition from the first of its letters to its end.
 */
final class LetterReplay implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final MigrationTopics topics;
    private final EnvelopeReader envelopes;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Duration timeout;

    private LetterReplay(
            MigrationTopics topics,
            ConfluentAvro avro,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Duration timeout) {
        this.topics = topics;
        this.envelopes = new EnvelopeReader(topics.migration(), avro);
        this.consumer = consumer;
        this.producer = producer;
        this.timeout = timeout;
    }

    /** @param timeout without any progress, after which reading is given up */
    static LetterReplay open(MigrationTopics topics, ConfluentAvro avro, Properties client, Duration timeout) {
        Properties reading = new Properties();
        reading.putAll(client);
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new LetterReplay(
                topics,
                avro,
                new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer()),
                timeout);
    }

    /** @param all dead letters that there are: what transform has not read of a row is no change that came later */
    Map<DeadLetterId, ReplayedLetter> replay(List<DeadLetter> chosen, List<DeadLetterStory> all) {
        Map<DeadLetterId, ReplayedLetter> results = new LinkedHashMap<>();
        Map<TopicPartition, List<LetterInput>> inputs = new HashMap<>();
        for (DeadLetter letter : chosen) {
            Optional<DeadLetter.Place> place =
                    letter.input().filter(input -> topics.tableOf(input.topic()).isPresent());
            results.put(letter.id(), new ReplayedLetter.Gone());
            place.ifPresent(input -> inputs.computeIfAbsent(
                            new TopicPartition(input.topic(), input.partition()), first -> new ArrayList<>())
                    .add(new LetterInput(letter, input)));
        }
        Set<DeadLetter.Place> unread = new HashSet<>();
        all.forEach(story -> story.letter().input().ifPresent(unread::add));
        inputs.forEach((partition, some) -> results.putAll(replay(partition, some, unread)));
        return results;
    }

    private Map<DeadLetterId, ReplayedLetter> replay(
            TopicPartition partition, List<LetterInput> inputs, Set<DeadLetter.Place> unread) {
        inputs.sort(Comparator.comparingLong(LetterInput::offset));
        Map<Long, LetterInput> byOffset = new HashMap<>();
        inputs.forEach(input -> byOffset.put(input.offset(), input));
        SourceTable table = topics.tableOf(partition.topic()).orElseThrow();
        consumer.assign(List.of(partition));
        consumer.seek(partition, inputs.getFirst().offset());
        readToEnd(partition, record -> {
            LetterInput input = byOffset.get(record.offset());
            if (input != null) {
                input.found(record, () -> read(table, record));
            } else if (!unread.contains(place(record))) {
                follow(table, record, inputs);
            }
        });
        Map<DeadLetterId, ReplayedLetter> results = new LinkedHashMap<>();
        Map<LetterInput, Long> published = new LinkedHashMap<>();
        for (LetterInput input : inputs) {
            Optional<ReplayedLetter> hindrance = input.hindrance();
            hindrance.ifPresent(why -> results.put(input.letter().id(), why));
            if (hindrance.isEmpty()) {
                published.put(input, publish(partition, input.record()));
            }
        }
        // What came between the look and the publishing is seen now.
        Set<Long> own = new HashSet<>(published.values());
        readToEnd(partition, record -> {
            if (!own.contains(record.offset())) {
                published.forEach((input, at) -> {
                    if (record.offset() < at) {
                        follow(table, record, List.of(input));
                    }
                });
            }
        });
        published.forEach((input, at) -> results.put(
                input.letter().id(),
                input.follower().isPresent() ? new ReplayedLetter.Overtaken(at) : new ReplayedLetter.Published(at)));
        return results;
    }

    private void follow(SourceTable table, ConsumerRecord<byte[], byte[]> record, List<LetterInput> inputs) {
        try {
            EnvelopeReader.Content content = read(table, record);
            inputs.forEach(input -> input.followedBy(content, record.offset()));
        } catch (UnreadableRecordException buriedToo) {
            // Transform has not read it either.
        }
    }

    private EnvelopeReader.Content read(SourceTable table, ConsumerRecord<byte[], byte[]> record) {
        return envelopes.read(table, text(record.key()), record.value(), record.headers());
    }

    private long publish(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        try {
            return producer.send(new ProducerRecord<>(
                            partition.topic(),
                            partition.partition(),
                            null,
                            record.key(),
                            record.value(),
                            record.headers()))
                    .get()
                    .offset();
        } catch (ExecutionException failed) {
            throw new ControlException(
                    "Kafka did not take the input of a dead letter again; those before it are published: "
                            + failed.getCause().getMessage(),
                    failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while dead letters were replayed", interrupted);
        }
    }

    private interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    private void readToEnd(TopicPartition partition, Taker taker) {
        long end = consumer.endOffsets(List.of(partition), timeout).get(partition);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (consumer.position(partition, timeout) < end) {
            int some = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                taker.take(record);
                some++;
            }
            if (some > 0) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new ControlException(
                        partition + " could not be read to its end: nothing came for " + timeout + ". Is Kafka up?");
            }
        }
    }

    private static DeadLetter.Place place(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter.Place(record.topic(), record.partition(), record.offset());
    }

    private static @Nullable String text(byte @Nullable [] key) {
        try {
            return key == null
                    ? null
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException broken) {
            throw new UnreadableRecordException("its key is not UTF-8", broken);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
