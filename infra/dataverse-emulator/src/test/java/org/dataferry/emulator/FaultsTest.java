package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
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
        assertThat(client.control("POST", "faults", "[{\"efect\":\"delay\"}]").status())
                .isEqualTo(400);
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
}
