package org.dataferry.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.dataferry.schemas.registry.RegistryEndpoint.Credentials;
import org.dataferry.schemas.registry.RegistryEndpoint.TrustStore;
import org.dataferry.schemas.secret.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against answers as Confluent's registry gives them, over a real socket. */
class HttpSchemaRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("R").fields().requiredInt("a").endRecord();
    private static final String NOT_JSON = "<html>Please log in</html>";

    private final List<String> requests = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";
    private boolean silent;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(loopback(), 0);
        serve();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    @Test
    void registersASchema() {
        answers(200, "{\"id\":17}");

        assertThat(registry().register("m.writes-value", SCHEMA)).isEqualTo(new Registration.Accepted(17));
        assertThat(requests)
                .containsExactly("POST /subjects/m.writes-value/versions - application/vnd.schemaregistry.v1+json"
                        + " {\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":"
                        + "[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\"}]}\"}");
    }

    @Test
    void incompatibleSchemaIsAnAnswer() {
        answers(409, "{\"error_code\":409,\"message\":\"Schema being registered is incompatible\"}");

        assertThat(registry().register("s", SCHEMA))
                .isEqualTo(new Registration.Incompatible("Schema being registered is incompatible"));
    }

    @Test
    void looksUpASchema() {
        answers(200, "{\"subject\":\"s\",\"id\":17,\"version\":3,\"schema\":\"...\"}");
        assertThat(registry().lookUp("s", SCHEMA)).contains(17);

        answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        assertThat(registry().lookUp("s", SCHEMA)).isEmpty();

        answers(404, "{\"error_code\":40401,\"message\":\"Subject 's' not found.\"}");
        assertThat(registry().lookUp("a b/c", SCHEMA)).isEmpty();
        assertThat(requests.getLast()).startsWith("POST /subjects/a%20b%2Fc ");
    }

    @Test
    void readsASchemaById() {
        answers(200, "{\"schema\":\"\\\"string\\\"\"}");
        assertThat(registry().byId(5)).contains(Schema.create(Schema.Type.STRING));
        assertThat(requests.getLast()).startsWith("GET /schemas/ids/5 ");

        answers(404, "{\"error_code\":40403,\"message\":\"Schema 5 not found\"}");
        assertThat(registry().byId(5)).isEmpty();

        answers(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"}");
        assertThatThrownBy(() -> registry().byId(5))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("schema 5 of " + url() + " is not an Avro schema");
    }

    @Test
    void asksWhetherASchemaIsCompatible() {
        answers(200, "{\"is_compatible\":false}");
        assertThat(registry().isCompatible("s", SCHEMA)).isFalse();
        assertThat(requests.getLast()).startsWith("POST /compatibility/subjects/s/versions ");

        answers(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
        assertThat(registry().isCompatible("s", SCHEMA)).isTrue();

        answers(500, "{\"error_code\":50001,\"message\":\"Error in the backend datastore\"}");
        assertThatThrownBy(() -> registry().isCompatible("s", SCHEMA)).hasMessageContaining("backend datastore");
    }

    @Test
    void setsTheCompatibilityOfASubject() {
        answers(200, "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");

        registry().setCompatibility("s", Compatibility.BACKWARD_TRANSITIVE);

        assertThat(requests.getLast())
                .startsWith("PUT /config/s ")
                .endsWith("{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
        answers(422, "{\"error_code\":42203,\"message\":\"Invalid compatibility level\"}");
        assertThatThrownBy(() -> registry().setCompatibility("s", Compatibility.NONE))
                .hasMessageContaining("answered 422 to: set the compatibility of subject 's'")
                .hasMessageContaining("Invalid compatibility level");
    }

    @Test
    void listsVersions() {
        answers(200, "[1,2,4]");
        assertThat(registry().versions("s")).containsExactly(1, 2, 4);

        answers(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
        assertThat(registry().versions("s")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {NOT_JSON, "{}", "{\"id\":\"one\"}", ""})
    void refusesAnAnswerWithoutWhatWasAskedFor(String body) {
        answers(200, body);

        assertThatThrownBy(() -> registry().register("s", SCHEMA)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry().lookUp("s", SCHEMA)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry().byId(1)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry().isCompatible("s", SCHEMA)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry().versions("s")).isInstanceOf(RegistryException.class);
    }

    @Test
    void pathThatIsNoRegistryIsNotTakenForAnUnknownSubject() {
        answers(404, NOT_JSON);

        assertThatThrownBy(() -> registry().versions("s"))
                .hasMessageContaining("answered 404 to: list the versions of subject 's'")
                .hasMessageContaining(NOT_JSON);
    }

    @Test
    void repeatsOnlyTheBeginningOfALongPage() {
        answers(500, "x".repeat(1_000));

        assertThatThrownBy(() -> registry().byId(1)).message().hasSizeLessThan(500);
    }

    @Test
    void signsWithUserAndPassword() {
        answers(200, "[]");

        new HttpSchemaRegistry(endpoint(Optional.of(new Credentials("ferry", new Secret("pässword"))))).versions("s");

        // ferry:pässword in UTF-8
        assertThat(requests.getLast()).contains(" Basic ZmVycnk6cMOkc3N3b3Jk ");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusedCredentialsNameTheCure(int refused) {
        answers(refused, "{\"error_code\":" + refused + ",\"message\":\"Unauthorized\"}");

        assertThatThrownBy(() -> registry().byId(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("answered " + refused + " to: read schema 1. Check its user and password");
    }

    @Test
    void waitsNoLongerThanItsTimeoutAlsoForTheBody() {
        silent = true;
        RegistryEndpoint impatient =
                new RegistryEndpoint(URI.create(url()), Optional.empty(), Optional.empty(), Duration.ofMillis(150));

        assertThatThrownBy(() -> new HttpSchemaRegistry(impatient).byId(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("did not answer within PT0.15S");
    }

    @Test
    void saysWhenNobodyIsThere() {
        server.stop(0);

        assertThatThrownBy(() -> registry().byId(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("the schema registry at " + url() + " cannot be reached: ");
    }

    @Test
    void interruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> registry().byId(1)).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void trustsTheCertificatesOfItsTrustStoreOnly(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("registry.p12");
        makeKeyStore(store);
        server.stop(0);
        server = tlsServer(store);
        serve();
        answers(200, "[1]");
        URI url = URI.create("https://localhost:" + server.getAddress().getPort());

        assertThat(trusting(url, new TrustStore(store, new Secret("changeit"))).versions("s"))
                .containsExactly(1);

        RegistryEndpoint platform =
                new RegistryEndpoint(url, Optional.empty(), Optional.empty(), RegistryEndpoint.TIMEOUT);
        assertThatThrownBy(() -> new HttpSchemaRegistry(platform).versions("s"))
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> trusting(url, new TrustStore(store, new Secret("wrong"))))
                .hasMessageContaining("trust store " + store + " cannot be used");
        assertThatThrownBy(() -> trusting(url, new TrustStore(store, new Secret(""))))
                .hasMessageContaining("is its password set?");
        assertThatThrownBy(() -> trusting(url, new TrustStore(directory.resolve("none"), new Secret(""))))
                .hasMessageContaining("cannot be used");
    }

    private static HttpSchemaRegistry trusting(URI url, TrustStore trustStore) {
        return new HttpSchemaRegistry(
                new RegistryEndpoint(url, Optional.empty(), Optional.of(trustStore), RegistryEndpoint.TIMEOUT));
    }

    private static void makeKeyStore(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(store.resolveSibling("keytool.log")))
                .isZero();
    }

    private static HttpServer tlsServer(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer tls = HttpsServer.create(loopback(), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context));
        return tls;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void serve() {
        server.createContext("/", this::reply);
        server.start();
    }

    private void reply(HttpExchange exchange) throws IOException {
        String signed = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("-");
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " " + signed + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, silent ? 10 : body.length == 0 ? -1 : body.length);
        if (silent) {
            exchange.getResponseBody().flush();
            awaitRelease();
        } else {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void awaitRelease() {
        try {
            released.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void answers(int status, String body) {
        this.status = status;
        this.answer = body;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private HttpSchemaRegistry registry() {
        return new HttpSchemaRegistry(endpoint(Optional.empty()));
    }

    private RegistryEndpoint endpoint(Optional<Credentials> credentials) {
        return new RegistryEndpoint(URI.create(url()), credentials, Optional.empty(), Duration.ofSeconds(5));
    }
}
