package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.dataferry.emulator.ApiClient.Answer;
import org.dataferry.emulator.auth.ApplicationUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    private static final String ID = ApplicationUser.FERRY.clientId().toString();

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @Test
    void issuesTokensToTheApplicationUser() {
        Answer answer = client.token(ID, "ferry");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").isInt()).isTrue();
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
    }

    @Test
    void issuesTokensForAResourceAtTheFirstVersionsAddress() {
        String form = "grant_type=client_credentials&client_id=" + ID + "&client_secret=ferry&resource=";

        Answer answer = client.form("/emulator/oauth2/token", form + ApiClient.encode(client.baseUrl() + "/"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("resource").asText()).isEqualTo(client.baseUrl() + "/");
        assertThat(answer.json().path("expires_on").asLong()
                        - answer.json().path("not_before").asLong())
                .isEqualTo(3600);
        String token = answer.json().path("access_token").asText();
        assertThat(client.send(HttpRequest.newBuilder(URI.create(client.rootUrl() + "WhoAmI"))
                                .header("Authorization", "Bearer " + token))
                        .status())
                .isEqualTo(200);
        assertThat(client.form("/emulator/oauth2/token", form + "https://elsewhere.example/")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesAWrongSecretAnUnknownClientAndAnUnknownTenant() {
        Answer secret = client.token(ID, "wrong");
        Answer unknown = client.token("22222222-2222-2222-2222-222222222222", "ferry");
        Answer tenant = client.form("/elsewhere/oauth2/v2.0/token", "grant_type=client_credentials");

        assertThat(secret.status()).isEqualTo(401);
        assertThat(secret.json().path("error").asText()).isEqualTo("invalid_client");
        assertThat(secret.json().path("error_description").asText())
                .startsWith("AADSTS7000215: Invalid client secret provided");
        assertThat(unknown.json().path("error_description").asText()).startsWith("AADSTS700016");
        assertThat(tenant.json().path("error_description").asText()).startsWith("AADSTS90002");
    }

    @Test
    void refusesAScopeOfAnotherOrganization() {
        Answer answer = client.form(
                "/emulator/oauth2/v2.0/token",
                "grant_type=client_credentials&client_id=" + ID
                        + "&client_secret=ferry&scope=https%3A%2F%2Fcontoso.crm.dynamics.com%2F.default");

        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_resource");
    }

    @Test
    void answersWithoutATokenBySayingWhereToGetOne() {
        Answer answer =
                client.send(HttpRequest.newBuilder(URI.create(client.rootUrl())).GET());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo("Bearer authorization_uri=" + client.baseUrl() + "/emulator/oauth2/authorize, resource_id="
                        + client.baseUrl() + "/");
    }

    @Test
    void refusesATokenThatWasTamperedWith() {
        String token = client.token(ID, "ferry").json().path("access_token").asText();

        Answer answer = client.send(HttpRequest.newBuilder(URI.create(client.rootUrl() + "WhoAmI"))
                .header("Authorization", "Bearer " + token.substring(0, token.length() - 2) + "xx")
                .GET());

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void saysWhoIAm() {
        Answer plain = client.get("WhoAmI");
        Answer called = client.get("WhoAmI()");

        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.json().path("UserId").asText())
                .isEqualTo(ApplicationUser.FERRY.systemUserId().toString());
        assertThat(called.body()).isEqualTo(plain.body());
        assertThat(client.get("systemusers(" + plain.json().path("UserId").asText() + ")?$select=applicationid")
                        .json()
                        .path("applicationid")
                        .asText())
                .isEqualTo(ID);
    }

    @Test
    void letsTokensExpire() {
        try (EmulatorFixture brief =
                new EmulatorFixture(settings -> settings.withTokenLifetime(Duration.ofSeconds(2)))) {
            ApiClient early = brief.client();
            assertThat(early.get("WhoAmI").status()).isEqualTo(200);

            ApiClient.pause(2100);

            Answer late = early.get("WhoAmI");
            assertThat(late.status()).isEqualTo(401);
            assertThat(late.code()).isEqualTo("0x8005f101");
        }
    }

    @Test
    void keepsTokensValidOverARestart() {
        String token = client.token(ID, "ferry").json().path("access_token").asText();

        emulator.restart();

        Answer answer = client.send(HttpRequest.newBuilder(URI.create(emulator.baseUrl() + "/api/data/v9.2/WhoAmI"))
                .header("Authorization", "Bearer " + token)
                .GET());
        assertThat(answer.status()).isEqualTo(200);
        client = emulator.client();
    }

    @Test
    void neverPrintsSecrets() {
        assertThat(ApplicationUser.FERRY.toString()).contains("***").doesNotContain("secret=ferry");
    }
}
