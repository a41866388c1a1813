package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
    }

    @AfterEach
    void clear() {
        client.control("DELETE", "faults", "");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private void fault(String rule) {
        assertThat(client.control("POST", "faults", "[" + rule + "]").status()).isEqualTo(204);
    }

    private Answer upsert(String key) {
        return client.patch("accounts(mig_key='" + key + "')", "{\"name\":\"" + key + "\"}");
    }

    private boolean stored(String key) {
        return client.get("accounts(mig_key='" + key + "')").status() == 200;
    }

    @Test
    void respondsWithoutDoingTheWork() {
        fault(
                "{\"method\":\"PATCH\",\"path\":\"accounts\",\"effect\":\"respond\",\"status\":503,\"code\":\"0x8004a001\","
                        + "\"retryAfter\":7}");

        Answer answer = upsert("R1");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("0x8004a001");
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(stored("R1")).isFalse();
        assertThat(upsert("R1").status()).isEqualTo(204);
    }

    @Test
    void losesTheAnswerButNotTheWork() {
        fault("{\"body\":\"L1\",\"effect\":\"dropAnswer\"}");

        assertThatThrownBy(() -> upsert("L1")).isInstanceOf(UncheckedIOException.class);

        assertThat(stored("L1")).isTrue();
    }

    @Test
    void losesTheRequest() {
        fault("{\"path\":\"mig_key='Q1'\",\"method\":\"PATCH\",\"effect\":\"dropRequest\"}");

        assertThatThrownBy(() -> upsert("Q1")).isInstanceOf(UncheckedIOException.class);

        assertThat(stored("Q1")).isFalse();
    }

    @Test
    void waitsBeforeTheWork() {
        fault("{\"method\":\"PATCH\",\"effect\":\"delay\",\"millis\":300}");
        long start = System.nanoTime();

        assertThat(upsert("D1").status()).isEqualTo(204);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void commitsLateAfterTheConnectionIsGone() {
        fault("{\"method\":\"PATCH\",\"effect\":\"commitLate\",\"millis\":500}");

        assertThatThrownBy(() -> upsert("C1")).isInstanceOf(UncheckedIOException.class);
        assertThat(stored("C1")).isFalse();

        ApiClient.pause(900);
        assertThat(stored("C1")).isTrue();
    }

    @Test
    void skipsTheFirstAndStrikesSoManyTimes() {
        fault("{\"method\":\"PATCH\",\"effect\":\"respond\",\"status\":500,\"after\":1,\"count\":2}");

        assertThat(upsert("N").status()).isEqualTo(204);
        assertThat(upsert("N").status()).isEqualTo(500);
        assertThat(upsert("N").status()).isEqualTo(500);
        assertThat(upsert("N").status()).isEqualTo(204);
    }

    @Test
    void refusesARuleThatItDoesNotUnderstand() {
        Answer answer = client.control("POST", "faults", "[{\"effect\":\"explode\"}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Fault 0: effect 'explode' is not respond, dropAnswer");
        Answer misspelt = client.control("POST", "faults", "[{\"effect\":\"delay\"},{\"efect\":\"delay\"}]");
        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.body()).contains("Fault 1: 'efect' is not one of [after, begins, body");
        assertThat(client.control("GET", "faults", "").body())
                .as("none was added")
                .isEqualTo("[]");
    }

    @Test
    void countsRequestsAndRows() {
        long before = client.control("GET", "stats", "")
                .json()
                .path("requests")
                .path("patch")
                .asLong();

        upsert("STAT");

        var stats = client.control("GET", "stats", "").json();
        assertThat(stats.path("requests").path("patch").asLong()).isEqualTo(before + 1);
        assertThat(stats.path("rows").path("systemuser").asLong()).isEqualTo(1);
    }

    private Answer bulk(String... names) {
        StringBuilder targets = new StringBuilder();
        for (String name : names) {
            targets.append(targets.isEmpty() ? "" : ",")
                    .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"@odata.id\":\"accounts(mig_key='")
                    .append(name)
                    .append("')\",\"name\":\"")
                    .append(name)
                    .append("\"}");
        }
        return client.post("accounts/Microsoft.Dynamics.CRM.UpsertMultiple", "{\"Targets\":[" + targets + "]}");
    }

    @Test
    void aPlugInRefusesTheRowsThatAPredicateNames() {
        fault("{\"table\":\"account\",\"where\":{\"column\":\"name\",\"matches\":\"^BAD\"},\"count\":100,"
                + "\"effect\":\"pluginFailure\",\"message\":\"No bad ones.\"}");

        Answer refused = bulk("GOOD1", "BAD1");
        Answer accepted = bulk("GOOD1", "GOOD2");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x80040265");
        assertThat(refused.message()).isEqualTo("No bad ones.");
        assertThat(accepted.status()).isEqualTo(204);
        assertThat(stored("BAD1")).isFalse();
        assertThat(client.post("contacts", "{\"lastname\":\"BAD\"}").status()).isEqualTo(204);
    }

    @Test
    void aDeadlockStrikesTheOperationAndUndoesTheChangeSet() {
        fault("{\"table\":\"account\",\"operation\":\"upsert\",\"effect\":\"deadlock\"}");
        String part =
                "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: #\r\n\r\n";
        String batch = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n"
                + "--c" + part.replace("#", "1")
                + "POST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"name\":\"SET\",\"mig_key\":\"SET1\"}\r\n"
                + "--c" + part.replace("#", "2")
                + "PATCH /api/data/v9.2/accounts(mig_key='SET2') HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"name\":\"SET\"}\r\n"
                + "--c--\r\n--b--\r\n";

        Answer answer = client.post("$batch", batch, "Content-Type", "multipart/mixed;boundary=b");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("0x80044150");
        assertThat(stored("SET1")).isFalse();
        assertThat(client.post("$batch", batch, "Content-Type", "multipart/mixed;boundary=b")
                        .status())
                .isEqualTo(200);
        assertThat(stored("SET1")).isTrue();
    }

    @Test
    void anSqlTimeoutAndTheCodesOfTheRest() {
        fault("{\"operation\":\"create\",\"effect\":\"sqlTimeout\"},{\"effect\":\"administrationMode\"},"
                + "{\"effect\":\"tableCustomised\",\"table\":\"account\",\"count\":2}");

        Answer admin = client.get("WhoAmI");
        Answer timeout = client.post("accounts", "{\"name\":\"t\"}");
        Answer race = client.post("accounts", "{\"name\":\"t\"}");
        Answer lock = client.createKey("account", "mig_other", "\"name\"");

        assertThat(admin.status()).isEqualTo(503);
        assertThat(admin.code()).isEqualTo("0x8004a104");
        assertThat(timeout.status()).isEqualTo(500);
        assertThat(timeout.code()).isEqualTo("0x80044151");
        assertThat(race.code()).isEqualTo("0x80044150");
        assertThat(lock.status()).isEqualTo(429);
        assertThat(lock.code()).isEqualTo("0x80071151");
        assertThat(client.get("accounts?$top=1").status()).as("reads go on").isEqualTo(200);
    }

    @Test
    void aGatewayAnswersHtml() {
        fault(
                "{\"method\":\"PATCH\",\"effect\":\"badGateway\"},{\"method\":\"PATCH\",\"effect\":\"serviceUnavailable\"},{\"method\":\"PATCH\",\"effect\":\"gatewayTimeout\"}");

        for (int status : new int[] {502, 503, 504}) {
            Answer answer = upsert("H" + status);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.body()).startsWith("<html>");
            assertThat(stored("H" + status)).isFalse();
        }
    }

    @Test
    void anAnswerStopsHalfWay() {
        fault("{\"path\":\"WhoAmI\",\"effect\":\"halfAnswer\"},{\"method\":\"PATCH\",\"effect\":\"halfAnswer\"}");

        assertThatThrownBy(() -> client.get("WhoAmI")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> upsert("HALF")).isInstanceOf(UncheckedIOException.class);

        assertThat(stored("HALF")).as("the work was done").isTrue();
    }

    @Test
    void aTokenExpiresAndStaysExpired() {
        ApiClient victim = emulator.client();
        fault("{\"path\":\"WhoAmI\",\"effect\":\"tokenExpired\"}");

        Answer first = victim.get("WhoAmI");
        Answer second = victim.get("WhoAmI");

        assertThat(first.status()).isEqualTo(401);
        assertThat(first.code()).isEqualTo("0x8005f101");
        assertThat(first.header("WWW-Authenticate")).startsWith("Bearer authorization_uri=");
        assertThat(second.status()).isEqualTo(401);
        ApiClient.pause(1100);
        assertThat(emulator.client().get("WhoAmI").status())
                .as("a new token is good")
                .isEqualTo(200);
    }

    @Test
    void aKeyGoesInactiveForATime() {
        String id = client.post("accounts", "{\"name\":\"k\"}").id();
        fault("{\"table\":\"account\",\"effect\":\"keyInactive\",\"lasts\":\"500ms\"}");

        assertThat(upsert("KEY").code()).isEqualTo("0x8006088f");
        assertThat(bulk("KEY").code()).isEqualTo("0x8006088f");
        assertThat(client.patch("accounts(" + id + ")", "{\"name\":\"l\"}").status())
                .isEqualTo(204);
        ApiClient.pause(600);
        assertThat(upsert("KEY").status()).isEqualTo(204);
    }

    @Test
    void aShareStrikesTheSameRequestsWithTheSameSeed() {
        List<Integer> one = shares();
        List<Integer> two = shares();

        assertThat(one).isEqualTo(two).contains(500, 200);
        assertThat(one.stream().filter(status -> status == 500)).hasSizeBetween(10, 50);
    }

    private static List<Integer> shares() {
        try (EmulatorFixture fresh = new EmulatorFixture(settings -> settings.with("seed: 42"))) {
            ApiClient caller = fresh.client();
            caller.control("POST", "faults", "[{\"share\":0.3,\"effect\":\"respond\",\"status\":500}]");
            return IntStream.range(0, 100)
                    .mapToObj(i -> caller.get("WhoAmI").status())
                    .toList();
        }
    }

    @Test
    void aRuleBeginsLater() {
        fault("{\"effect\":\"respond\",\"status\":500,\"begins\":\"400ms\",\"path\":\"WhoAmI\"}");

        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
        ApiClient.pause(500);
        assertThat(client.get("WhoAmI").status()).isEqualTo(500);
    }

    @Test
    void theRulesInForceAreListedAndOneCanBeRemoved() {
        fault("{\"name\":\"mine\",\"effect\":\"respond\",\"status\":500,\"count\":2,\"path\":\"WhoAmI\"}");
        client.get("WhoAmI");

        var rule = client.control("GET", "faults", "").json().get(0);

        assertThat(rule.path("struck").asLong()).isEqualTo(1);
        assertThat(rule.path("rule").path("name").asText()).isEqualTo("mine");
        assertThat(rule.path("over").asBoolean()).isFalse();
        assertThat(client.control("DELETE", "faults/" + rule.path("id").asLong(), "")
                        .status())
                .isEqualTo(204);
        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
    }
}
