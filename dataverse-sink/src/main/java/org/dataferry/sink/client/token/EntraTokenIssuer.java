package org.dataferry.sink.client.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.Json;

/**
 * OAuth 2.0 client credentials against the v2.0 token endpoint of Microsoft Entra ID: a form with {@code grant_type},
 * {@code client_id}, {@code client_secret} and {@code scope=<environment>/.default}.
 */
public final class EntraTokenIssuer implements TokenIssuer {
    /** Entra answers in well under a second; a token is not worth the minutes that a bulk write may take. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A token answer has about 2 KB. */
    private static final long MAX_ANSWER_BYTES = 256 * 1024;

    private final OkHttpClient http;
    private final DataverseEndpoint endpoint;
    private final Clock clock;

    public EntraTokenIssuer(OkHttpClient http, DataverseEndpoint endpoint, Clock clock) {
        this.http = http.newBuilder().callTimeout(TIMEOUT).build();
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public AccessToken issue() throws InterruptedException {
        Instant before = clock.instant();
        FormBody form = new FormBody.Builder()
                .add("grant_type", "client_credentials")
                .add("client_id", endpoint.clientId())
                .add("client_secret", endpoint.secret().reveal())
                .add("scope", endpoint.scope())
                .build();
        Request request = new Request.Builder()
                .url(endpoint.tokenUrl().toString())
                .header("Accept", "application/json")
                .post(form)
                .build();
        try (Response response = http.newCall(request).execute()) {
            return token(response.code(), response.peekBody(MAX_ANSWER_BYTES).string(), before);
        } catch (SocketTimeoutException timeout) {
            throw unavailable(timeout);
        } catch (InterruptedIOException interrupted) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while asking for a token");
            }
            throw unavailable(interrupted);
        } catch (IOException unreachable) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while asking for a token");
            }
            throw unavailable(unreachable);
        }
    }

    private AccessToken token(int status, String body, Instant issuedAt) {
        JsonNode json = Json.parse(body).orElseGet(Json::object);
        String value = json.path("access_token").asText("");
        if (status == 200 && !value.isBlank()) {
            // v1 endpoints send expires_in as text; both read as a number here. An hour is Entra's usual lifetime.
            return new AccessToken(
                    value, issuedAt, Duration.ofSeconds(json.path("expires_in").asLong(3600)));
        }
        if (status == 429 || status == 408 || status >= 500) {
            throw new TokenUnavailableException(
                    "The token endpoint %s answered with status %d".formatted(endpoint.tokenUrl(), status), null);
        }
        String error = json.path("error").asText("no error code");
        String description = json.path("error_description").asText("");
        throw new TokenRefusedException(
                "The token endpoint %s refused client id %s (status %d, %s): %s Check tenant, client id and secret."
                        .formatted(endpoint.tokenUrl(), endpoint.clientId(), status, error, sentence(description)));
    }

    private TokenUnavailableException unavailable(IOException cause) {
        return new TokenUnavailableException(
                "The token endpoint %s could not be reached: %s".formatted(endpoint.tokenUrl(), cause), cause);
    }

    /** Entra's text has several lines: the sentence, then trace ids. */
    private static String sentence(String description) {
        String line = description.strip().replaceAll("\\s+", " ");
        return line.isEmpty() || line.endsWith(".") ? line : line + ".";
    }
}
