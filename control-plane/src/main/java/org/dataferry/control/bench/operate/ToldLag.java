package org.dataferry.control.bench.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.ControlException;

/** The lag as a dashboard tells it. */
record ToldLag(Instant at, double seconds, long changes) {

    /** A dashboard of this machine. */
    static final class Dashboard {

        private static final Duration TIMEOUT = Duration.ofSeconds(10);
        private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
        private static final ObjectMapper JSON = new ObjectMapper();

        private final URI status;
        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

        Dashboard(int port) {
            this.status = URI.create("http://127.0.0.1:" + port + "/api/status");
        }

        static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException none) {
                throw new ControlException("no port is free for the benchmark's dashboard", none);
            }
        }

        /** Empty until it has looked at the migration itself. */
        Optional<ToldLag> look() throws InterruptedException {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(status).timeout(TIMEOUT).build();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                return switch (answer.statusCode()) {
                    case HttpURLConnection.HTTP_OK -> Optional.of(told(JSON.readTree(answer.body())));
                    case HttpURLConnection.HTTP_UNAVAILABLE -> Optional.empty();
                    default ->
                        throw new ControlException(
                                "the benchmark's dashboard answers " + answer.statusCode() + ": " + answer.body());
                };
            } catch (IOException failed) {
                throw new ControlException("the benchmark's dashboard does not answer: " + failed, failed);
            }
        }

        private static ToldLag told(JsonNode said) {
            return new ToldLag(
                    Instant.parse(said.path("at").asText()),
                    said.at("/lag/seconds").asDouble(),
                    said.at("/lag/changes").asLong());
        }

        /** Looks until it is interrupted. */
        List<ToldLag> watch() {
            List<ToldLag> told = new ArrayList<>();
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    look().ifPresent(told::add);
                    Thread.sleep(BETWEEN_LOOKS);
                }
            } catch (InterruptedException enough) {
                // That is how it ends.
            }
            return told;
        }
    }
}
