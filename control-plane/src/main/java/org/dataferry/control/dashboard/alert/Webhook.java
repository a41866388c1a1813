package org.dataferry.control.dashboard.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dataferry.schemas.settings.AlertSettings;

/** Sends notices as JSON. {@code text} alone is what chat services show (Slack, "Sending messages using incoming webhooks"). */
final class Webhook {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SUCCESSES = 2;
    private static final int HUNDRED = 100;

    private final AlertSettings settings;
    private final String migration;
    private final URI url;
    private final HttpClient client;

    Webhook(AlertSettings settings, String migration) {
        this.settings = settings;
        this.migration = migration;
        this.url = settings.url();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @throws IOException if it was not taken; says why without the address, which is a secret itself with many services */
    void send(Notice notice) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(notice).toString(), UTF_8));
        settings.configuredToken().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
        HttpResponse<Void> answer = answer(client.sendAsync(request.build(), BodyHandlers.discarding()));
        if (answer.statusCode() / HUNDRED != SUCCESSES) {
            throw new IOException("it answered " + answer.statusCode());
        }
    }

    /** The client's own timeout ends with the headers of an answer; this one also covers a body that never comes. */
    private HttpResponse<Void> answer(CompletableFuture<HttpResponse<Void>> pending)
            throws IOException, InterruptedException {
        try {
            return pending.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new IOException("it did not answer within " + settings.timeout(), late);
        } catch (ExecutionException failed) {
            throw new IOException(
                    "it cannot be reached: " + failed.getCause().getClass().getSimpleName(), failed);
        }
    }

    private ObjectNode body(Notice notice) {
        Alert alert = notice.alert();
        return JSON.createObjectNode()
                .put("text", text(notice))
                .put("migration", migration)
                .put("alert", alert.key())
                .put("state", notice.kind().word())
                .put("severity", alert.severity().name().toLowerCase(Locale.ROOT))
                .put("title", alert.title())
                .put("detail", alert.text())
                .put("since", notice.since().toString())
                .put("at", notice.at().toString());
    }

    private String text(Notice notice) {
        Alert alert = notice.alert();
        String begin = "Ferry, migration " + migration + ": ";
        return switch (notice.kind()) {
            case RAISED -> begin + alert.title() + ". " + alert.text();
            case REPEATED -> begin + "still, since " + notice.since() + ": " + alert.title() + ". " + alert.text();
            case CLEARED -> begin + "over, after it stood since " + notice.since() + ": " + alert.title() + ".";
        };
    }
}
