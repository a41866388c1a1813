package org.dataferry.emulator.conformance;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dataferry.emulator.DataverseEmulator;
import org.dataferry.emulator.EmulatorSettings;
import org.dataferry.emulator.auth.ApplicationUser;
import org.jspecify.annotations.Nullable;

/** The environment under test, over plain HTTP: the emulator of this build, or the real one that {@link Target} names. */
final class Org implements AutoCloseable {
    /** Bulk requests and metadata of a real environment take minutes at worst. */
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final @Nullable Target target = Target.named();
    private final @Nullable DataverseEmulator emulator;
    private final @Nullable Path data;
    private final String url;
    private final String token;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger next = new AtomicInteger();
    private final Deque<String> made = new ArrayDeque<>();
    private boolean tables;

    Org() {
        if (target == null) {
            try {
                data = Files.createTempDirectory("conformance");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            emulator = DataverseEmulator.start(EmulatorSettings.defaults(data).withKeyActivation(Duration.ZERO));
            url = emulator.baseUrl();
        } else {
            data = null;
            emulator = null;
            url = target.url();
        }
        token = signIn(clientId(), secret()).json().path("access_token").asText();
    }

    boolean real() {
        return target != null;
    }

    boolean mayWriteMetadata() {
        return target == null || target.metadataWrites();
    }

    String root() {
        return url + "/api/data/v9.2/";
    }

    String url() {
        return url;
    }

    private String clientId() {
        return target == null ? ApplicationUser.FERRY.clientId().toString() : target.clientId();
    }

    private String secret() {
        return target == null ? ApplicationUser.FERRY.secret() : target.secret();
    }

    Answer signIn(String clientId, String secret) {
        String tokenUrl = target == null ? url + "/emulator/oauth2/v2.0/token" : target.tokenUrl();
        return send(HttpRequest.newBuilder(URI.create(tokenUrl))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + clientId + "&client_secret="
                        + encode(secret) + "&scope=" + encode(url + "/.default"))));
    }

    Answer signIn() {
        return signIn(clientId(), secret());
    }

    Answer signInWithWrongSecret() {
        return signIn(clientId(), "wrong");
    }

    /** @param path below the API root or absolute, encoded; @param headers names and values in turn */
    Answer call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : root() + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .method(method, BodyPublishers.ofString(body));
        boolean typed = body.isEmpty();
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
            typed |= headers[i].equals("Content-Type");
        }
        if (!typed) {
            request.header("Content-Type", "application/json");
        }
        Answer answer = send(request);
        if (answer.status() == 501 && answer.body().contains("The emulator does not emulate")) {
            abort(answer.message());
        }
        return answer;
    }

    Answer get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Answer post(String path, String body, String... headers) {
        return call("POST", path, body, headers);
    }

    Answer patch(String path, String body, String... headers) {
        return call("PATCH", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return call("DELETE", path, "", headers);
    }

    /** Without a token. */
    Answer anonymous(String path) {
        return send(HttpRequest.newBuilder(URI.create(root() + path)).GET());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Creates a row that is deleted at the end, and answers its GUID. */
    String create(String set, String body) {
        Answer answer = post(set, body);
        if (answer.status() != 204) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        remember(set, answer.id());
        return answer.id();
    }

    /** Remembers a row to delete at the end. */
    private void remember(String set, String id) {
        made.push(set + "(" + id + ")");
    }

    /** Remembers a row, by any address, to delete at the end. */
    String cleanUp(String address) {
        made.push(address);
        return address;
    }

    /** A text that no other row has. */
    String unique(String prefix) {
        return prefix + "-" + run + "-" + next.incrementAndGet();
    }

    /** Makes sure that the suite's tables are there, or skips. */
    Org withTables() {
        if (!tables) {
            OwnTables own = new OwnTables(this);
            assumeTrue(
                    own.exist() || mayWriteMetadata(),
                    "skipped: the tables cnf_* are not there, and conformance.metadataWrites is not true");
            own.make();
            tables = true;
        }
        return this;
    }

    /** A fact that no source confirms: the emulator has to behave so; of a real environment it is only reported. */
    void unverified(String fact, ThrowingCallable check) {
        try {
            check.call();
        } catch (Throwable e) {
            if (real()) {
                abort("Unverified, and different here: " + fact + ": " + e.getMessage());
            }
            throw new AssertionError(fact, e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        while (!made.isEmpty()) {
            call("DELETE", made.pop(), "");
        }
        if (emulator != null && data != null) {
            emulator.close();
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
