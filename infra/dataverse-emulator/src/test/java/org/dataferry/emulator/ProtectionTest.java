package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.Test;

class ProtectionTest {
    @Test
    void tellsWhatIsLeftAndRecommendsAParallelism() {
        try (EmulatorFixture emulator = new EmulatorFixture()) {
            Answer answer = emulator.client().get("WhoAmI");

            assertThat(answer.header("x-ms-ratelimit-burst-remaining-xrm-requests"))
                    .isEqualTo("5999");
            assertThat(answer.header("x-ms-ratelimit-time-remaining-xrm-requests"))
                    .matches("1,\\d{3}\\.\\d{2}");
            assertThat(answer.header("x-ms-dop-hint")).isEqualTo("8");
            assertThat(answer.header("OData-Version")).isEqualTo("4.0");
            assertThat(answer.header("REQ_ID")).isNotEmpty();
            assertThat(answer.header("Set-Cookie")).startsWith("ARRAffinity=");
        }
    }

    @Test
    void throttlesByNumberOfRequestsUntilTheWindowHasPassed() {
        try (EmulatorFixture emulator = new EmulatorFixture(
                settings -> settings.with("limits: {requests: 3}").withTimeScale(300))) {
            ApiClient client = emulator.client();
            IntStream.range(0, 3)
                    .forEach(i -> assertThat(client.get("WhoAmI").status()).isEqualTo(200));

            Answer throttled = client.get("WhoAmI");

            assertThat(throttled.status()).isEqualTo(429);
            assertThat(throttled.code()).isEqualTo("0x80072322");
            assertThat(throttled.message())
                    .isEqualTo("Number of requests exceeded the limit of 3 over time window of 300 seconds.");
            assertThat(throttled.header("Retry-After")).isEqualTo("1");
            ApiClient.pause(1050);
            assertThat(client.get("WhoAmI").status()).isEqualTo(200);
        }
    }

    @Test
    void throttlesByExecutionTime() {
        try (EmulatorFixture emulator =
                new EmulatorFixture(settings -> settings.with("limits: {executionTime: 1ns}"))) {
            ApiClient client = emulator.client();
            client.get("WhoAmI");

            Answer throttled = client.get("WhoAmI");

            assertThat(throttled.code()).isEqualTo("0x80072321");
            assertThat(throttled.message())
                    .startsWith("Combined execution time of incoming requests exceeded limit of");
        }
    }

    @Test
    void throttlesByConcurrency() {
        try (EmulatorFixture emulator =
                        new EmulatorFixture(settings -> settings.with("limits: {executionTime: 1h, concurrent: 1}"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ApiClient client = emulator.client();
            String body = "{\"Targets\":["
                    + "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"x\"},".repeat(2000)
                    + "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\"}]}";
            List<CompletableFuture<Answer>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> client.post("accounts/Microsoft.Dynamics.CRM.CreateMultiple", body), threads))
                    .toList();

            List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

            assertThat(all).anyMatch(answer -> answer.status() == 200);
            assertThat(all)
                    .filteredOn(answer -> answer.status() != 200)
                    .isNotEmpty()
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).isEqualTo(429);
                        assertThat(answer.message())
                                .isEqualTo("Number of concurrent requests exceeded the limit of 1.");
                    });
        }
    }

    @Test
    void aRequestWithTheCookieStaysWithItsServer() {
        try (EmulatorFixture emulator =
                new EmulatorFixture(settings -> settings.with("limits: {requests: 1, servers: 8}"))) {
            ApiClient client = emulator.client();
            String cookie = client.get("WhoAmI").header("Set-Cookie").replaceFirst(";.*", "");

            assertThat(client.get("WhoAmI", "Cookie", cookie).status()).isEqualTo(429);
            assertThat(IntStream.range(0, 20)
                            .map(i -> client.get("WhoAmI").status())
                            .filter(status -> status == 200))
                    .as("without it others are reached")
                    .hasSizeBetween(1, 7);
        }
    }

    @Test
    void cookiesAndTheCommaCanBeSwitchedOff() {
        try (EmulatorFixture emulator = new EmulatorFixture(
                settings -> settings.with("limits: {affinityCookie: false, thousandsComma: false, dopHint: 4}"))) {
            Answer answer = emulator.client().get("WhoAmI");

            assertThat(answer.headers().keySet()).noneMatch(name -> name.equalsIgnoreCase("Set-Cookie"));
            assertThat(answer.header("x-ms-ratelimit-time-remaining-xrm-requests"))
                    .matches("1\\d{3}\\.\\d{2}");
            assertThat(answer.header("x-ms-dop-hint")).isEqualTo("4");
        }
    }

    @Test
    void theEntitlementCountsEachTargetAndEachPartButNoReads() {
        try (EmulatorFixture emulator = new EmulatorFixture(
                settings -> settings.with("limits: {enabled: false, entitlement: {requests: 5}}"))) {
            ApiClient client = emulator.client();
            String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"x\"}";
            String part = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                    + "POST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"name\":\"x\"}\r\n";

            assertThat(client.post(
                                    "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                                    "{\"Targets\":[" + target + "," + target + "," + target + "]}")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get("accounts?$top=1").status()).isEqualTo(200);
            assertThat(client.post("$batch", part + part + "--b--\r\n", "Content-Type", "multipart/mixed;boundary=b")
                            .status())
                    .isEqualTo(200);
            Answer refused = client.post("accounts", "{\"name\":\"sixth\"}");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("0x8005f103");
            assertThat(refused.message()).startsWith("Too many requests.");
            assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(86_000L, 86_400L);
        }
    }
}
