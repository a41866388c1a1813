package org.dataferry.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {

    private static final String MARKER =
            "ferry.server=/somewhere/" + ProcessHandle.current().pid();

    @Test
    void findsAProcessOnlyByPidStartAndMarker() throws Exception {
        // given
        Process process = sleepWith("-D" + MARKER);
        try {
            ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
            ProcessIdentity before = new ProcessIdentity(identity.pid(), identity.startedAtMillis() - 60_000);
            // when, then
            assertThat(identity.find(MARKER)).contains(process.toHandle());
            assertThat(identity.find(MARKER + "x")).isEmpty();
            assertThat(before.find(MARKER)).isEmpty();
            assertThat(ProcessIdentity.findByMarker(MARKER)).contains(process.toHandle());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void takesAProcessThatNobodyWaitsForAsEnded() throws Exception {
        // given: a shell becomes a sleep that never asks for the exit code of its child
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 20").start();
        try (var output = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            // when, then
            long deadline = System.nanoTime() + 5_000_000_000L;
            while (ProcessIdentity.runs(child) && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertThat(ProcessIdentity.runs(child)).isFalse();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private static Process sleepWith(String argument) throws Exception {
        return new ProcessBuilder("sh", "-c", "sleep 20; true", argument).start();
    }
}
