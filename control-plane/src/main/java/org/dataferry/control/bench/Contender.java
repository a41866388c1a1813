package org.dataferry.control.bench;

import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.schemas.topic.Topic;

/** One of the two that a benchmark runs: both read the same rows and the same identities of parents. */
interface Contender extends AutoCloseable {

    /** The consumer group that its offsets are committed to. */
    String group();

    /** All topics that it needs but does not make itself. */
    Collection<Topic> topics();

    /** The topics that its results are in. */
    Collection<String> outputs();

    /** That a parent is in the target, in the form that it reads. */
    ProducerRecord<byte[], byte[]> identity(int lookup, long parent);

    /** Starts it; returns when all of its tasks run. */
    void start(Duration timeout) throws InterruptedException;

    void throwIfFailed();

    /** The number of the row that a result is of. */
    long rowOf(ConsumerRecord<byte[], byte[]> result);

    /** Whether a result names the GUIDs of all the parents that its row names. */
    boolean isBound(ConsumerRecord<byte[], byte[]> result);

    @Override
    void close();
}
