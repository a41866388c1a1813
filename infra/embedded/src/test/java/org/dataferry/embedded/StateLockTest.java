package org.dataferry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLockTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void letsOneThreadInAtATimeAndSaysWhoHoldsIt() throws Exception {
        // given
        Path file = folder.resolve("lock");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual().start(() -> {
            try {
                StateLock.whileHeld(file, PATIENCE, () -> {
                    held.countDown();
                    done.await();
                    return 1;
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        held.await();
        // when, then
        assertThatThrownBy(() -> StateLock.whileHeld(file, Duration.ofMillis(50), () -> 2))
                .isInstanceOf(EmbeddedServersException.class)
                .hasMessageContaining("by this process")
                .hasMessageContaining(file.toString());
        done.countDown();
        assertThat(StateLock.whileHeld(file, PATIENCE, () -> 3)).isEqualTo(3);
        holder.join();
    }
}
