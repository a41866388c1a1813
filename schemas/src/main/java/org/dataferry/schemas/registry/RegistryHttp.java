package org.dataferry.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** JSON over HTTP to one registry: signs, waits, and says plainly what went wrong. */
final class RegistryHttp {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryEndpoint endpoint;
    private final HttpClient client;

    RegistryHttp(RegistryEndpoint endpoint) {
        this.endpoint = endpoint;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(endpoint.timeout());
        endpoint.trustStore().ifPresent(trustStore -> builder.sslContext(trusting(trustStore)));
        this.client = builder.build();
    }

    /** @param body missing where the answer was not JSON */
    record Answer(int status, JsonNode body, String text) {

        /** Of what was said without JSON, such as a proxy's page, this much is repeated. */
        private static final int MOST_SAID = 300;

        String message() {
            return body.path("message").asText(text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID));
        }
    }

    URI url() {
        return endpoint.url();
    }

    static String escape(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, JsonNode body) {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())).build());
    }

    Answer put(String path, JsonNode body) {
        return send(request(path).PUT(BodyPublishers.ofString(body.toString())).build());
    }

    RegistryException unexpected(Answer answer, String purpose) {
        String said = "the schema registry at " + endpoint.url() + " answered " + answer.status();
        return switch (answer.status()) {
            case 401, 403 -> new RegistryException(said + " to: " + purpose + ". Check its user and password");
            default -> new RegistryException(said + " to: " + purpose + ". It said: " + answer.message());
        };
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.url() + path))
                .header("Accept", MEDIA_TYPE)
                .header("Content-Type", MEDIA_TYPE);
        endpoint.credentials().ifPresent(credentials -> {
            String pair = credentials.user() + ":" + credentials.password().reveal();
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        });
        return request;
    }

    /** The client's own timeout ends with the headers of an answer; this one also covers a body that never comes. */
    private Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> pending =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        try {
            HttpResponse<String> response = pending.get(endpoint.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), parse(response.body()), response.body());
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new RegistryException(
                    "the schema registry at " + endpoint.url() + " did not answer within " + endpoint.timeout(), late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new RegistryException(
                    "the schema registry at " + endpoint.url() + " cannot be reached: "
                            + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                    cause);
        } catch (InterruptedException interrupted) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while waiting for the schema registry", interrupted);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static SSLContext trusting(RegistryEndpoint.TrustStore trustStore) {
        try (InputStream stream = Files.newInputStream(trustStore.file())) {
            KeyStore certificates = KeyStore.getInstance(KeyStore.getDefaultType());
            String password = trustStore.password().reveal();
            // Without a password the file is read, but not checked for having been changed.
            certificates.load(stream, password.isEmpty() ? null : password.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates);
            for (TrustManager manager : trust.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509 && x509.getAcceptedIssuers().length == 0) {
                    throw new KeyStoreException("it holds no certificate that can be read; is its password set?");
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new RegistryException(
                    "the registry's trust store " + trustStore.file() + " cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }
}
