package org.dataferry.control.dashboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.control.dashboard.EventStream.Event;
import org.dataferry.control.status.Assessment;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.Situation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages that are kept up to date, by the real server. */
@Timeout(60)
class LiveFeedTest {

    /** On a busy machine a viewer that reads each look comes to it seconds later, and is no slow one for that. */
    private static final String PATIENT = "limits: {dashboard: {pace: 20ms, slowViewer: 6s}}";

    private static final String QUICK = "limits: {dashboard: {pace: 20ms, slowViewer: 1s, viewers: 60}}";

    @TempDir
    private Path directory;

    @Test
    void givesTheWholeStatusAtOnceAndThenAtEachLook() throws Exception {
        try (ServedDashboard served = ServedDashboard.open(directory, QUICK);
                EventStream stream = served.browser().awaitLook().follow()) {
            assertThat(stream.contentType()).startsWith("text/event-stream");
            Event first = stream.next();
            Event second = stream.next();

            assertThat(first.name()).isEqualTo("status");
            OpenApiDocument.assertFollows("status", first.data());
            assertThat(first.data().path("sequence").asLong()).isEqualTo(first.id());
            assertThat(second.id()).isGreaterThan(first.id());
        }
    }

    @Test
    void whoComesAgainHasMissedNothing() throws Exception {
        try (ServedDashboard served = ServedDashboard.open(directory, QUICK)) {
            Browser browser = served.browser().awaitLook();
            long seen;
            try (EventStream stream = browser.follow()) {
                seen = stream.next().id();
            }
            served.migration().show(() -> SampleLooks.catchingUp(77));
            browser.awaitSequence(seen + 3);

            try (EventStream again =
                    browser.with("Last-Event-ID", Long.toString(seen)).follow()) {
                Event event = again.next();
                assertThat(event.id()).isGreaterThan(seen);
                assertThat(event.data().at("/entities/0/applied").asLong()).isEqualTo(77);
            }
        }
    }

    @Test
    void numbersGrowOverARestartOfTheServer() throws Exception {
        long last;
        try (ServedDashboard served = ServedDashboard.open(directory, QUICK)) {
            last = Browser.json(served.browser().awaitLook().get("/api/status"))
                    .path("sequence")
                    .asLong();
        }
        try (ServedDashboard served = ServedDashboard.open(directory, QUICK)) {
            assertThat(Browser.json(served.browser().awaitLook().get("/api/status"))
                            .path("sequence")
                            .asLong())
                    .isGreaterThan(last);
        }
    }

    @Test
    void fiftyViewersCostOneLookAndAllSeeTheNewest() throws Exception {
        try (ServedDashboard served = ServedDashboard.open(directory, "limits: {dashboard: {pace: 200ms}}")) {
            Browser browser = served.browser().awaitLook();
            List<EventStream> viewers = new ArrayList<>();
            try {
                for (int i = 0; i < 50; i++) {
                    viewers.add(browser.follow());
                }
                AtomicLong applied = new AtomicLong(100);
                served.migration().show(() -> SampleLooks.catchingUp(applied.get()));
                int looksBefore = served.migration().looks();
                long began = System.nanoTime();
                for (EventStream viewer : viewers) {
                    Event event = viewer.next();
                    while (event.data().at("/entities/0/applied").asLong() != 100) {
                        event = viewer.next();
                    }
                }
                double seconds = (System.nanoTime() - began) / 1e9;

                // Five in a second, however many watch.
                assertThat(served.migration().looks() - looksBefore).isLessThanOrEqualTo((int) (5 * seconds) + 2);
                assertThat(browser.get("/metrics").body()).contains("ferry_dashboard_viewers 50.0");
            } finally {
                viewers.forEach(EventStream::close);
            }
        }
    }

    @Test
    void whoAsksForTheHeadersAloneIsNoViewer() throws Exception {
        try (ServedDashboard served = ServedDashboard.open(directory, QUICK)) {
            Browser browser = served.browser().awaitLook();

            assertThat(browser.send("HEAD", "/api/live").statusCode()).isEqualTo(200);

            assertThat(browser.get("/metrics").body()).contains("ferry_dashboard_viewers 0.0");
        }
    }

    @Test
    void beyondTheMostViewersOthersAreToldSo() throws Exception {
        try (ServedDashboard served = ServedDashboard.open(directory, "limits: {dashboard: {viewers: 1}}");
                EventStream first = served.browser().awaitLook().follow();
                EventStream second = served.browser().follow()) {
            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(503);
        }
    }

    @Test
    void aViewerThatDoesNotReadIsDroppedAndHoldsUpNobody() throws Exception {
        Look large = largeLook();
        try (ServedDashboard served = ServedDashboard.open(directory, PATIENT)) {
            served.migration().show(() -> large);
            Browser browser = served.browser().awaitLook();
            try (Socket deaf = new Socket();
                    EventStream other = browser.follow()) {
                deaf.setReceiveBufferSize(4_096);
                deaf.connect(new InetSocketAddress(
                        served.uri().getHost(), served.uri().getPort()));
                deaf.getOutputStream()
                        .write(("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));

                long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (!browser.get("/metrics").body().contains("ferry_dashboard_viewers_dropped_total 1.0")) {
                    other.next();
                    assertThat(System.nanoTime()).as("not dropped").isLessThan(deadline);
                }

                // The one that reads is served on, and the other's connection is over.
                long seen = other.next().id();
                assertThat(other.next().id()).isGreaterThan(seen);
                assertThat(browser.get("/metrics").body()).contains("ferry_dashboard_viewers 1.0");
                assertThat(isOver(deaf)).isTrue();
            }
        }
    }

    @Test
    void endsInOrderWhileSomebodyWatches() throws Exception {
        ServedDashboard served = ServedDashboard.open(directory, QUICK);
        try (EventStream stream = served.browser().awaitLook().follow()) {
            stream.next();
            long began = System.nanoTime();

            served.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** A megabyte of text, so that the buffers of the system are full soon. */
    private static Look largeLook() {
        Look look = SampleLooks.catchingUp(2);
        Situation now = look.situation();
        return new Look(
                look.report(),
                new Situation(
                        now.at(),
                        new Assessment(now.whole().state(), "x".repeat(1 << 20)),
                        now.movement(),
                        now.entities(),
                        now.answers(),
                        now.forecast(),
                        now.signs(),
                        now.control(),
                        now.entitlement(),
                        now.cutover(),
                        now.captures()),
                look.troubles(),
                List.of());
    }

    private static boolean isOver(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        byte[] buffer = new byte[1 << 16];
        try {
            int read = 0;
            while (read >= 0) {
                read = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
