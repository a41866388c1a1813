package org.dataferry.schemas.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** The one moment until which several waits for Kafka may last together. */
final class Deadline {

    private final Duration timeout;
    private final long end;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    static Deadline after(Duration timeout) {
        return new Deadline(timeout);
    }

    /** Waits for an answer. A refusal is the cause of the exception thrown. */
    <T> T await(KafkaFuture<T> answer, String purpose) {
        try {
            return answer.get(remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new TopicException(
                    "could not " + purpose + ": " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            throw late(purpose, late);
        } catch (InterruptedException interrupted) {
            throw interrupted(purpose, interrupted);
        }
    }

    /** Sleeps before another attempt, or throws if there is no time left for one. */
    void pause(Duration pause, String purpose) {
        if (remainingNanos() == 0) {
            throw late(purpose, null);
        }
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), remainingNanos()));
        } catch (InterruptedException interrupted) {
            throw interrupted(purpose, interrupted);
        }
    }

    private long remainingNanos() {
        return Math.max(0, end - System.nanoTime());
    }

    private TopicException late(String purpose, @Nullable TimeoutException cause) {
        return new TopicException("could not " + purpose + " within " + timeout + "; is Kafka up?", cause);
    }

    private static TopicException interrupted(String purpose, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new TopicException("interrupted; could not " + purpose, cause);
    }
}
