package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.http.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see and do what, by the real server with users. */
class DashboardAccessTest {

    private static final List<String> ACTIONS =
            List.of("pause", "resume", "limits", "note", "cutover", "waive", "withdraw", "discard");

    @TempDir
    private Path directory;

    private ServedDashboard served;

    @BeforeEach
    void serve() {
        served = ServedDashboard.withUsers(directory, "limits: {dashboard: {signInFailures: 3}}");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void anOutsiderSeesNothing() {
        Browser outsider = served.browser().arrive();
        for (Route route : served.dashboard().routes()) {
            if (!(route.access() instanceof Route.Anybody)) {
                HttpResponse<String> answer =
                        outsider.send(route.method(), route.path().replaceAll("\\{\\w+}", "account"));
                assertThat(answer.statusCode()).as(route.path()).isEqualTo(401);
                assertThat(answer.body()).doesNotContain("account");
            }
        }
        assertThat(outsider.get("/health").body()).contains("sign in to see why");
        assertThat(served.migration().decided()).isEmpty();
    }

    @Test
    void aViewerSeesAndCannotAct() throws InterruptedException {
        Browser viewer = served.browser().signIn("vera").awaitLook();

        assertThat(viewer.get("/api/status").statusCode()).isEqualTo(200);
        assertThat(viewer.get("/metrics").statusCode()).isEqualTo(200);
        for (String action : ACTIONS) {
            HttpResponse<String> answer = viewer.post("/api/actions/" + action, "{\"why\": \"x\"}");
            assertThat(answer.statusCode()).as(action).isEqualTo(403);
            assertThat(Browser.json(answer).at("/error/message").asText())
                    .isEqualTo("vera is a viewer, and this needs the role operator, which the file of users gives");
        }
        assertThat(served.migration().decided()).isEmpty();
    }

    @Test
    void operatorsAndApproversActInTheirOwnName() {
        for (String user : List.of("otto", "anna")) {
            assertThat(served.browser()
                            .signIn(user)
                            .post("/api/actions/pause", "{\"why\": \"names\"}")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(served.migration().decided())
                .containsExactly("pause all by otto: names", "pause all by anna: names");
    }

    @Test
    void aDecisionOfWeightIsForApprovers() {
        String all = "{\"entity\": \"account\", \"allRejected\": true, \"why\": \"old\"}";

        HttpResponse<String> refused = served.browser().signIn("otto").post("/api/actions/waive", all);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Browser.json(refused).at("/error/message").asText()).contains("approver");
        assertThat(served.browser()
                        .signIn("anna")
                        .post("/api/actions/waive", all)
                        .statusCode())
                .isEqualTo(200);

        assertThat(served.migration().decided()).containsExactly("waive account --all-rejected by anna: old");
    }

    @Test
    void aForgedRequestDoesNothing() {
        Browser operator = served.browser().signIn("otto");
        String token = operator.header("X-Ferry-Csrf");
        String body = "{\"why\": \"forged\"}";

        assertThat(operator.without("X-Ferry-Csrf")
                        .post("/api/actions/pause", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(operator.with("X-Ferry-Csrf", token.substring(1) + "A")
                        .post("/api/actions/pause", body)
                        .statusCode())
                .isEqualTo(403);
        // The token of somebody else.
        assertThat(operator.with("X-Ferry-Csrf", served.browser().signIn("anna").header("X-Ferry-Csrf"))
                        .post("/api/actions/pause", body)
                        .statusCode())
                .isEqualTo(403);
        operator.with("X-Ferry-Csrf", token);
        assertThat(operator.with("Origin", "http://evil.example")
                        .post("/api/actions/pause", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(operator.with("Origin", "null")
                        .post("/api/actions/pause", body)
                        .statusCode())
                .isEqualTo(403);
        operator.with("Origin", "http://127.0.0.1:" + served.uri().getPort());
        assertThat(operator.with("Sec-Fetch-Site", "same-site")
                        .post("/api/actions/pause", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(served.migration().decided()).isEmpty();

        operator.with("Sec-Fetch-Site", "same-origin");
        assertThat(operator.post("/api/actions/pause", body).statusCode()).isEqualTo(200);
    }

    @Test
    void aFormOfAnotherSiteIsNoJson() {
        Browser operator = served.browser().signIn("otto");

        HttpResponse<String> answer = operator.sendBody(operator.request("/api/actions/pause")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"why\": \"x\"}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void anOversizedBodyIsRefusedWithAndWithoutALength() {
        Browser operator = served.browser().signIn("otto");
        String body = "{\"why\": \"" + "x".repeat(65_536) + "\"}";

        assertThat(operator.post("/api/actions/pause", body).statusCode()).isEqualTo(413);
        assertThat(operator.sendBody(operator.request("/api/actions/pause")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofString(body)))
                                .build())
                        .statusCode())
                .isEqualTo(413);
        assertThat(operator.post("/api/actions/note", "{\"text\": \"" + "x".repeat(2_001) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.migration().decided()).isEmpty();
    }

    @Test
    void noPathLeadsOutOfThePages() throws Exception {
        for (String path : List.of(
                "/../migration.yaml",
                "/..%2f..%2fmigration.yaml",
                "/%2e%2e/migration.yaml",
                "/%2e%2e%2fusers",
                "/pages/..;/users",
                "/..\\users",
                "/./users",
                "//users.html",
                "/.ferry/logs/ferry.log",
                "/openapi.json",
                "/index.html%00.js",
                "/api/entities/..%2f..%2fusers",
                "/api/entities/account%27%20OR%201=1")) {
            String answer = RawRequest.get(
                    served.uri(), path, "127.0.0.1:" + served.uri().getPort());
            assertThat(answer.lines().findFirst().orElse("")).as(path).containsPattern("HTTP/1.1 (400|401|404)");
            assertThat(answer).as(path).doesNotContain("pbkdf2", "migration: nw", "Jetty", "at org.", "Exception");
        }
    }

    @Test
    void aPathOfManyPartsIsAnsweredLikeAnyOther() throws Exception {
        for (String path : List.of(
                "/".repeat(15_000),
                "/a".repeat(7_500),
                "/".repeat(15_000) + "x.js",
                "/a".repeat(7_500) + "/x.js",
                "/api" + "/a".repeat(7_000))) {
            String answer = RawRequest.get(served.uri(), path, "localhost");

            assertThat(answer.lines().findFirst().orElse(""))
                    .as("%s of %s", path.substring(path.length() - 5), path.length())
                    .containsPattern("HTTP/1.1 (200|404)");
            assertThat(answer).contains("X-Content-Type-Options: nosniff");
        }
    }

    @Test
    void anErrorOfTheServerTellsNothingOfItself() {
        Browser operator = served.browser().signIn("otto");
        served.migration().beforeDeciding(() -> {
            throw new StackOverflowError("at org.dataferry");
        });

        HttpResponse<String> answer = operator.post("/api/actions/pause", "{\"why\": \"x\"}");

        assertThat(answer.statusCode()).isEqualTo(500);
        OpenApiDocument.assertFollows("error", Browser.json(answer));
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(answer.body()).doesNotContain("StackOverflow", "org.dataferry");
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        int port = served.uri().getPort();
        for (String host : List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example", "")) {
            assertThat(RawRequest.get(served.uri(), "/api/session", host))
                    .as(host)
                    .containsPattern("HTTP/1.1 4[0-9]{2}");
        }
        for (String host : List.of("localhost:" + port, "127.0.0.1:" + port, "LOCALHOST", "[::1]:" + port)) {
            assertThat(RawRequest.get(served.uri(), "/api/session", host))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndAfterSomeEverybodyOfThatNameWaits() {
        Browser guesser = served.browser().arrive();
        for (int i = 0; i < 3; i++) {
            assertThat(guesser.post("/api/session", "{\"user\":\"otto\",\"password\":\"guess\"}")
                            .statusCode())
                    .isEqualTo(401);
        }

        HttpResponse<String> right =
                guesser.post("/api/session", "{\"user\":\"otto\",\"password\":\"" + ServedDashboard.PASSWORD + "\"}");

        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(right.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(800L, 900L);
        assertThat(guesser.get("/api/status").statusCode()).isEqualTo(401);
    }

    @Test
    void anUnknownUserIsRefusedLikeAWrongPassword() {
        Browser guesser = served.browser().arrive();

        JsonNode unknown = Browser.json(guesser.post("/api/session", "{\"user\":\"zoe\",\"password\":\"guess\"}"));
        JsonNode wrong = Browser.json(guesser.post("/api/session", "{\"user\":\"otto\",\"password\":\"guess\"}"));

        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void signingInGivesANewSessionAndSigningOutEndsIt() {
        Browser browser = served.browser().arrive();
        String before = browser.header("Cookie");
        browser.signIn("vera");
        String after = browser.header("Cookie");

        assertThat(after).isNotEqualTo(before);
        assertThat(browser.get("/api/session").body()).contains("\"user\":\"vera\"");
        assertThat(browser.send("DELETE", "/api/session").statusCode()).isEqualTo(204);
        assertThat(browser.with("Cookie", after).get("/api/status").statusCode())
                .isEqualTo(401);
    }

    @Test
    void theCookieIsForThisServersPagesAlone() {
        String cookie = served.browser()
                .get("/api/session")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();

        assertThat(cookie)
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
                .doesNotContain("Domain");
    }

    @Test
    void whoIsTakenOutOfTheFileIsOutAtOnce() throws Exception {
        Browser otto = served.browser().signIn("otto").awaitLook();
        Browser vera = served.browser().signIn("vera");
        assertThat(otto.get("/api/status").statusCode()).isEqualTo(200);

        Files.writeString(directory.resolve("users"), ServedDashboard.user("vera", Role.VIEWER));
        Files.setLastModifiedTime(
                directory.resolve("users"), FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(otto.get("/api/status").statusCode()).isEqualTo(401);
        assertThat(vera.get("/api/status").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongFileOfUsersChangesNothingAndIsToldToThoseWhoMaySeeIt() throws Exception {
        Browser otto = served.browser().signIn("otto").awaitLook();
        assertThat(Browser.json(otto.get("/health")).has("users")).isFalse();

        Files.writeString(directory.resolve("users"), "nonsense");
        Files.setLastModifiedTime(
                directory.resolve("users"), FileTime.from(Instant.now().plusSeconds(5)));

        JsonNode health = Browser.json(otto.get("/health"));
        OpenApiDocument.assertFollows("health", health);
        assertThat(health.path("status").asText()).isEqualTo("up");
        assertThat(health.path("users").asText()).contains("line 1");
        assertThat(Browser.json(served.browser().get("/health")).has("users")).isFalse();
        assertThat(served.browser().signIn("vera").get("/api/status").statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherMethodsAreRefusedWithThoseThatThereAre() {
        Browser browser = served.browser().signIn("anna");

        HttpResponse<String> answer = browser.send("DELETE", "/api/status");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        assertThat(browser.send("PUT", "/index.html").statusCode()).isEqualTo(405);
        assertThat(browser.send("HEAD", "/api/session").statusCode()).isEqualTo(200);
    }

    @Test
    void whoAsksTooOftenWaits() {
        try (ServedDashboard strict = ServedDashboard.open(directory, "limits: {dashboard: {requestsPerMinute: 20}}")) {
            Browser browser = strict.browser();
            int refused = 0;
            for (int i = 0; i < 30; i++) {
                refused += browser.get("/api/session").statusCode() == 429 ? 1 : 0;
            }

            assertThat(refused).isBetween(5, 10);
        }
    }

    @Test
    void prometheusComesWithATokenWhereThereAreUsers() throws IOException {
        Files.writeString(directory.resolve("token"), "s3cret");
        try (ServedDashboard strict =
                ServedDashboard.open(directory, "dashboard: {users: users, metricsToken: {file: token}}")) {
            Browser prometheus = strict.browser();

            assertThat(prometheus.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(prometheus
                            .with("Authorization", "Bearer other")
                            .get("/metrics")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(prometheus
                            .with("Authorization", "Bearer s3cret")
                            .get("/metrics")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(prometheus.get("/api/status").statusCode()).isEqualTo(401);
        }
    }
}
