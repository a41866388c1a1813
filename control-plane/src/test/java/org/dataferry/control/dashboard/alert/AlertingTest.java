package org.dataferry.control.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.control.dashboard.SampleLooks;
import org.dataferry.control.dashboard.ServedDashboard;
import org.dataferry.control.status.SyncState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dashboard's server, and the receiver of its notices. */
class AlertingTest {

    @TempDir
    private Path directory;

    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = Receiver.start();
        Files.writeString(directory.resolve("webhook"), receiver.url() + "\n");
        Files.writeString(directory.resolve("token"), "t0ken\n");
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private ServedDashboard serve() {
        return ServedDashboard.open(
                directory,
                "dashboard: {alerts: {webhook: {file: webhook}, token: {file: token}, retryPause: 200ms, timeout: 1s}}",
                "limits: {dashboard: {pace: 100ms}}");
    }

    /** Its two dead letters are told at once, too. */
    @Test
    void aBrokenSumIsToldAndWhenItIsOver() throws InterruptedException {
        try (ServedDashboard served = serve()) {
            served.migration().show(SampleLooks::withBrokenSum);

            Receiver.Received raised = notice("sum-broken");

            assertThat(raised.authorization()).isEqualTo("Bearer t0ken");
            assertThat(raised.body().path("migration").asText()).isEqualTo("nw");
            assertThat(raised.body().path("state").asText()).isEqualTo("raised");
            assertThat(raised.body().path("severity").asText()).isEqualTo("critical");
            assertThat(raised.body().path("text").asText())
                    .startsWith("Ferry, migration nw: The sum of all writes is broken. 12 writes have no outcome");

            served.migration().show(() -> SampleLooks.in(SyncState.IN_STEP));

            Receiver.Received cleared = notice("sum-broken");
            assertThat(cleared.body().path("state").asText()).isEqualTo("cleared");
            assertThat(cleared.body().path("since")).isEqualTo(raised.body().path("since"));
        }
    }

    @Test
    void whatIsNotTakenIsSentAgain() throws InterruptedException {
        receiver.answers(503);
        try (ServedDashboard served = serve()) {
            served.migration().show(SampleLooks::withBrokenSum);
            String first = key(receiver.next());
            assertThat(key(receiver.next())).isEqualTo(first);

            receiver.answers(200);

            // What waited behind it comes, too.
            notice(otherThan(first));
        }
    }

    /** It answers, and never ends its answer. */
    @Test
    void aReceiverThatHangsIsAskedAgain() throws InterruptedException {
        receiver.hangs(true);
        try (ServedDashboard served = serve()) {
            served.migration().show(SampleLooks::withBrokenSum);
            String first = key(receiver.next());
            assertThat(key(receiver.next())).isEqualTo(first);

            receiver.hangs(false);

            notice(otherThan(first));
        }
    }

    @Test
    void nothingIsToldWhereNobodyIsNamed() throws InterruptedException {
        try (ServedDashboard served = ServedDashboard.open(directory)) {
            served.migration().show(SampleLooks::withBrokenSum);
            served.browser().awaitLook();

            assertThat(receiver.hasMore()).isFalse();
        }
    }

    /** Of the two that a sample with a broken sum has, which are told in the order of the looks. */
    private static String otherThan(String key) {
        return key.equals("sum-broken") ? "dead-letters" : "sum-broken";
    }

    private static String key(Receiver.Received received) {
        return received.body().path("alert").asText();
    }

    private Receiver.Received notice(String key) throws InterruptedException {
        Receiver.Received next = receiver.next();
        while (!key(next).equals(key)) {
            next = receiver.next();
        }
        return next;
    }
}
