package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.emulator.ApiClient.Answer;
import org.dataferry.emulator.latency.Jitter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** At a scale of 10: what takes 100 ms here takes a second in the settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LatencyTest {
    private static final String MODEL = """
            timeScale: 10
            limits: {}
            latency:
              request: 1s
              part: 100ms
              row: 100ms
              column: 10ms
              jitter: 0
              plugIns: {contact: [500ms, 500ms]}
            """;

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture(settings -> settings.with(MODEL).with("latency: {enabled: false}"));
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        assertThat(client.control("PATCH", "settings", "latency: {}").status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    /** The counted execution time of a request in scaled milliseconds, after it was checked that it really took as long. */
    private long millis(Runnable request) {
        long start = System.nanoTime();
        request.run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        var log = client.control("GET", "requests?limit=50000", "").json().path("requests");
        long counted = log.get(log.size() - 1).path("executionNanos").asLong() / 1_000_000;
        assertThat(took.toMillis() + 1).isGreaterThanOrEqualTo(counted / 10);
        return counted;
    }

    private static String targets(String member, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\"," + member.replace("#", "L" + i) + "}")
                .collect(Collectors.joining(",", "{\"Targets\":[", "]}"));
    }

    private void expect(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void aRequestItsRowsAndItsColumnsTakeTime() {
        assertThat(millis(() -> expect(200, client.get("WhoAmI")))).isEqualTo(1000);
        assertThat(millis(() -> expect(204, client.post("accounts", "{\"name\":\"a\",\"telephone1\":\"1\"}"))))
                .isEqualTo(1000 + 100 + 2 * 10);
        assertThat(millis(() -> expect(
                        200,
                        client.post("accounts/Microsoft.Dynamics.CRM.CreateMultiple", targets("\"name\":\"#\"", 10)))))
                .isEqualTo(1000 + 10 * (100 + 10));
    }

    @Test
    void anUpsertByKeyCosts2Point4TimesAnUpdate() {
        expect(204, client.post("accounts", "{\"accountid\":\"00000000-0000-0000-0000-0000000000a1\",\"name\":\"x\"}"));

        assertThat(millis(() -> expect(
                        204, client.patch("accounts(00000000-0000-0000-0000-0000000000a1)", "{\"name\":\"y\"}"))))
                .isEqualTo(1000 + 100 + 10);
        assertThat(millis(() -> expect(204, client.patch("accounts(mig_key='K')", "{\"name\":\"y\"}"))))
                .isEqualTo(1000 + 240 + 10);
        assertThat(millis(() -> expect(
                        204,
                        client.post(
                                "accounts/Microsoft.Dynamics.CRM.UpsertMultiple",
                                targets("\"@odata.id\":\"accounts(mig_key='#')\",\"name\":\"y\"", 4)))))
                .isEqualTo(1000 + 4 * (240 + 10));
    }

    @Test
    void plugInsCostUnlessTheRequestBypassesThem() {
        assertThat(millis(() -> expect(204, client.post("contacts", "{\"lastname\":\"a\"}"))))
                .isEqualTo(1000 + 110 + 1000);
        assertThat(millis(() -> expect(
                        204,
                        client.post(
                                "contacts",
                                "{\"lastname\":\"a\"}",
                                "MSCRM.BypassBusinessLogicExecution",
                                "CustomSync,CustomAsync"))))
                .isEqualTo(1000 + 110);
        assertThat(millis(() -> expect(
                        204,
                        client.post("contacts", "{\"lastname\":\"a\"}", "MSCRM.BypassCustomPluginExecution", "true"))))
                .isEqualTo(1000 + 110);
    }

    @Test
    void aBatchTakesItsPartsOneAfterAnother() {
        String part = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "POST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"name\":\"x\"}\r\n";

        assertThat(millis(() -> expect(
                        200,
                        client.post(
                                "$batch", part + part + "--b--\r\n", "Content-Type", "multipart/mixed;boundary=b"))))
                .isEqualTo(1000 + 2 * (100 + 100 + 10));
    }

    @Test
    void jitterFollowsFromTheSeed() {
        Jitter one = new Jitter(5);
        Jitter same = new Jitter(5);

        for (int i = 0; i < 1000; i++) {
            long varied = one.vary(1e9, 0.2);
            assertThat(varied).isEqualTo(same.vary(1e9, 0.2)).isBetween(800_000_000L, 1_200_000_000L);
        }
    }
}
