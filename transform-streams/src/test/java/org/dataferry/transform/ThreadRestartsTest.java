package org.dataferry.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.registry.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThreadRestartsTest {

    private final SetClock clock = new SetClock();
    private final ThreadRestarts restarts = new ThreadRestarts(clock);

    @Test
    void serverThatDoesNotAnswerIsWaitedForAndAFaultIsNot() {
        assertThat(ThreadRestarts.passes(new StreamsException(new RegistryException("down"))))
                .isTrue();
        assertThat(ThreadRestarts.passes(new StreamsException("send", new TimeoutException("down"))))
                .isTrue();
        assertThat(ThreadRestarts.passes(new StreamsException(new SchemasException("a row that does not fit"))))
                .isFalse();
        assertThat(ThreadRestarts.passes(new RecordTooLargeException("a row of 20 MB")))
                .isFalse();
        assertThat(restarts.awaitRestart(new NullPointerException())).isFalse();
    }

    @Test
    void pausesDoubleUntilAllIsCalmAgain() {
        List<Long> seconds =
                Stream.generate(() -> restarts.pause().toSeconds()).limit(7).toList();
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);

        clock.now = clock.now.plus(ThreadRestarts.CALM).plusSeconds(1);

        assertThat(restarts.pause()).isEqualTo(ThreadRestarts.FIRST_PAUSE);
    }

    @Test
    @Timeout(5)
    void closingEndsThePauseWithoutASuccessor() {
        Stream.generate(restarts::pause).limit(6).toList();
        restarts.close();

        assertThat(restarts.awaitRestart(new RegistryException("down"))).isFalse();
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
