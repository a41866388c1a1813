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
        Files.writeString(directory.resolve("token"), "t0ken");
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private ServedDashboard serve() {
        return ServedDashboard.open(
                directory,
                "dashboard: {alerts: {webhook: {file: webhook}, token: {file: token}, retryPause: 200ms}}",
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
            notice("dead-letters");
            notice("dead-letters");

            receiver.answers(200);

            // What waited behind it comes, too.
            notice("sum-broken");
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

    private Receiver.Received notice(String key) throws InterruptedException {
        Receiver.Received next = receiver.next();
        while (!next.body().path("alert").asText().equals(key)) {
            next = receiver.next();
        }
        return next;
    }
}
