package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A member of a group that takes what it is given, until it is told to leave. */
final class GroupMember implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicBoolean leaving = new AtomicBoolean();
    private final Thread thread;

    GroupMember(String topic, Supplier<? extends KafkaConsumer<String, ?>> made) {
        thread = Thread.ofPlatform().start(() -> {
            KafkaConsumer<String, ?> consumer = made.get();
            consumer.subscribe(List.of(topic));
            while (!leaving.get()) {
                consumer.poll(POLL);
            }
            consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        });
    }

    boolean isThere() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        leaving.set(true);
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
