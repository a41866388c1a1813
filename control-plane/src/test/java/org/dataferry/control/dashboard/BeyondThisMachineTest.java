package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server where it may be reached from other machines: by TLS of its own, or behind a proxy. */
class BeyondThisMachineTest {

    private static final String KEY_PASSWORD = "of the key";
    private static final String TLS = "dashboard: {users: users, tls: {file: key.p12, password: {file: key.password}}}";

    @TempDir
    private Path directory;

    @Test
    void speaksTlsByItsOwnKey() throws Exception {
        makeKey();
        ServedDashboard.writeUsers(directory);
        try (ServedDashboard served = ServedDashboard.open(directory, TLS)) {
            assertThat(served.uri().getScheme()).isEqualTo("https");
            HttpResponse<String> answer = trusting()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            "https://localhost:" + served.uri().getPort() + "/api/session"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }

    @Test
    void aKeyThatCannotBeReadIsTold() throws Exception {
        makeKey();
        Files.writeString(directory.resolve("key.password"), "another");
        ServedDashboard.writeUsers(directory);

        assertThatThrownBy(() -> ServedDashboard.open(directory, TLS).close())
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("password");
    }

    @Test
    void withoutUsersItRefusesToBeReachedFromElsewhere() {
        assertThatThrownBy(() -> ServedDashboard.open(directory, "dashboard: {address: 0.0.0.0, behindProxy: true}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("name dashboard.users");
        assertThatThrownBy(() -> ServedDashboard.open(directory, "dashboard: {users: nobody}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("nobody cannot be read");
    }

    @Test
    void behindAProxyItCountsByTheAddressThatTheProxyAdds() throws IOException {
        ServedDashboard.writeUsers(directory);
        try (ServedDashboard served = ServedDashboard.open(
                directory,
                "dashboard: {users: users, hosts: [ferry.example.com], behindProxy: true}",
                "limits: {dashboard: {requestsPerMinute: 5}}")) {
            for (int i = 0; i < 5; i++) {
                // What the browser made up stands before it.
                assertThat(forwarded(served, "10.0.0." + i + ", 192.0.2.1")).startsWith("HTTP/1.1 200");
            }

            assertThat(forwarded(served, "10.0.0.9, 192.0.2.1")).startsWith("HTTP/1.1 429");
            assertThat(forwarded(served, "192.0.2.2"))
                    .startsWith("HTTP/1.1 200")
                    .contains("; Secure");
        }
    }

    @Test
    void aLineThatTheBrowserMadeUpBeforeTheProxysIsNotBelieved() throws IOException {
        ServedDashboard.writeUsers(directory);
        try (ServedDashboard served = ServedDashboard.open(
                directory,
                "dashboard: {users: users, hosts: [ferry.example.com], behindProxy: true}",
                "limits: {dashboard: {requestsPerMinute: 5}}")) {
            for (int i = 0; i < 5; i++) {
                // As HAProxy does it, with a line of its own; each comes by another port.
                assertThat(forwarded(served, "10.0.0." + i + "\r\nX-Forwarded-For: 192.0.2.1:" + (50_000 + i)))
                        .startsWith("HTTP/1.1 200");
            }

            assertThat(forwarded(served, "10.0.0.9\r\nX-Forwarded-For: 192.0.2.1"))
                    .startsWith("HTTP/1.1 429");
        }
    }

    @Test
    void whatIsNoAddressCountsForTheProxyItself() throws IOException {
        ServedDashboard.writeUsers(directory);
        try (ServedDashboard served = ServedDashboard.open(
                directory,
                "dashboard: {users: users, hosts: [ferry.example.com], behindProxy: true}",
                "limits: {dashboard: {requestsPerMinute: 5}}")) {
            for (int i = 0; i < 5; i++) {
                assertThat(forwarded(served, "made-up-" + i)).startsWith("HTTP/1.1 200");
            }

            assertThat(forwarded(served, "made-up-too")).startsWith("HTTP/1.1 429");
        }
    }

    private static String forwarded(ServedDashboard served, String addresses) throws IOException {
        return RawRequest.send(
                served.uri(),
                "GET /api/session HTTP/1.1\r\nHost: ferry.example.com\r\nX-Forwarded-For: " + addresses
                        + "\r\nConnection: close\r\n\r\n");
    }

    private void makeKey() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("key.password"), KEY_PASSWORD);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "dashboard",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        directory.resolve("key.p12").toString(),
                        "-storepass",
                        KEY_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
    }

    private HttpClient trusting() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(directory.resolve("key.p12").toFile(), KEY_PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("dashboard", store.getCertificate("dashboard"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
