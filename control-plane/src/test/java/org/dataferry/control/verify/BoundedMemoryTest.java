package org.dataferry.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 120 MB of text at each end, and a third of the rows different, in a heap of 32 MB. */
class BoundedMemoryTest {

    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    Path directory;

    @Test
    void memoryDoesNotGrowWithRowsOrDifferences() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LargeVerification.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .contains("mismatched " + LargeVerification.ROWS / 3)
                    .contains("matched " + 2 * LargeVerification.ROWS / 3);
        } finally {
            process.destroyForcibly();
        }
        assertThat(directory).as("what was kept on disk is removed").isEmptyDirectory();
    }
}
