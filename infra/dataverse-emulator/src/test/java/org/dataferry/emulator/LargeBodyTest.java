package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies of any length, at any speed: the emulator refuses or waits, and keeps serving others. */
final class LargeBodyTest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MIB = 1 << 20;

    private final EmulatorFixture emulator = new EmulatorFixture();
    private final ApiClient client = emulator.client();

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aDeclaredLengthAboveTheLimitIsRefusedAtOnce() throws IOException {
        try (Socket socket = open("Content-Length: " + 200L * MIB)) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("0x8004418a");
        }
    }

    @Test
    void twoHundredMebibytesInChunksAreRefused() throws IOException {
        try (Socket socket = open("Transfer-Encoding: chunked")) {
            byte[] chunk = ("100000\r\n" + " ".repeat(MIB) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            OutputStream out = socket.getOutputStream();
            try {
                for (int sent = 0; sent < 200; sent++) {
                    out.write(chunk);
                }
            } catch (SocketException refusedEarly) {
                // It need not read what it will not take.
            }
            assertThat(answer(socket))
                    .satisfiesAnyOf(
                            text -> assertThat(text).startsWith("HTTP/1.1 413"),
                            // The answer is lost where the connection is reset under the sender.
                            text -> assertThat(text).isEmpty());
        }
        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
    }

    @Test
    void aSlowBodyHoldsUpNobodyElse() throws IOException {
        try (Socket slow = open("Content-Length: 100")) {
            slow.getOutputStream().write("{\"name\":".getBytes(StandardCharsets.UTF_8));
            slow.getOutputStream().flush();

            assertThat(client.post("accounts", "{\"name\":\"quick\"}").status()).isEqualTo(204);
        }
        assertThat(client.get("accounts/$count").body()).isEqualTo("1");
    }

    @Test
    void manyLargeBodiesAtOnceWaitForEachOther() throws InterruptedException, ExecutionException {
        String body = "{\"name\":\"large\",\"description\":\"" + "x".repeat(8 * MIB) + "\"}";
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 12; i++) {
                answers.add(clients.submit(() -> client.post("accounts", body).status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).as("the text is too long").isEqualTo(400);
            }
        }
        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
    }

    private Socket open(String length) throws IOException {
        URI base = URI.create(emulator.baseUrl());
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream()
                .write(
                        ("POST /api/data/v9.2/accounts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                                        + client.authorization() + "\r\nContent-Type: application/json\r\n" + length
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }
}
