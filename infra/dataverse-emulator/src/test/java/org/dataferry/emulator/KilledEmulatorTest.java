package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.auth.ApplicationUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator as a process of its own, killed without a chance to close anything. */
class KilledEmulatorTest {
    private static final String READY = "emulator ready url=";

    @TempDir
    private Path data;

    private record Running(Process process, ApiClient client) implements AutoCloseable {
        /** SIGKILL. */
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private Running start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        EmulatorApp.class.getName(),
                        "--port",
                        "0",
                        "--data",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.contains(READY)) {
            line = out.readLine();
        }
        assertThat(line).as("the line that says that it is ready").isNotNull();
        String url = line.substring(line.indexOf(READY) + READY.length()).strip();
        return new Running(process, new ApiClient(url, ApplicationUser.FERRY));
    }

    @Test
    void hasAllThatItAnsweredForAfterAKill() throws Exception {
        String account;
        List<String> linked = new ArrayList<>();
        try (Running running = start()) {
            ApiClient client = running.client();
            client.createManyToMany("mig_account_contact", "account", "contact", "");
            account = "accounts(" + client.post("accounts", "{}").id() + ")";
            for (int i = 0; i < 20; i++) {
                String contact = client.post("contacts", "{}").id();
                assertThat(client.link(account, "mig_account_contact", "contacts(" + contact + ")")
                                .status())
                        .isEqualTo(204);
                linked.add(contact);
            }
            String unlinked = linked.removeFirst();
            client.delete(account + "/mig_account_contact(" + unlinked + ")/$ref");
        }

        try (Running again = start()) {
            ApiClient client = again.client();

            assertThat(client.get("mig_account_contactset?$select=contactid")
                            .json()
                            .path("value")
                            .findValuesAsText("contactid"))
                    .containsExactlyInAnyOrderElementsOf(linked);
            assertThat(client.link(account, "mig_account_contact", "contacts(" + linked.getFirst() + ")")
                            .code())
                    .isEqualTo("0x80040237");
            assertThat(client.control("GET", "stats", "")
                            .json()
                            .path("rows")
                            .path("mig_account_contact")
                            .asInt())
                    .isEqualTo(linked.size());
        }
    }
}
