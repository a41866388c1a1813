package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dataferry.emulator.error.EmulatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator by https, with a certificate that its settings name. */
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void answersByHttpsAndNamesItselfSo() throws Exception {
        Path keyStore = keyStore();
        EmulatorSettings settings = EmulatorSettings.defaults(folder.resolve("data"))
                .with("server: {tls: {keyStore: '" + keyStore + "', password: " + PASSWORD + "}}");
        try (DataverseEmulator emulator = DataverseEmulator.start(settings)) {
            assertThat(emulator.baseUrl()).startsWith("https://127.0.0.1:");

            HttpResponse<String> answer = trusting(keyStore)
                    .send(
                            HttpRequest.newBuilder(URI.create(emulator.baseUrl() + "/api/data/v9.2/"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(
                            challenge -> assertThat(challenge).contains("authorization_uri=" + emulator.baseUrl()));
        }
    }

    @Test
    void namesTheKeyStoreThatItCannotRead() {
        assertThatThrownBy(() ->
                        EmulatorSettings.defaults(folder).with("server: {tls: {keyStore: /no/such.p12, password: x}}"))
                .isInstanceOf(EmulatorException.class)
                .hasMessageContaining("/no/such.p12")
                .hasMessageContaining("keytool");
    }

    private Path keyStore() throws IOException, InterruptedException {
        Path file = folder.resolve("emulator.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        return file;
    }

    private static HttpClient trusting(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "emulator", store.getCertificate(store.aliases().nextElement()));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
