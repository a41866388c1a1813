package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client learns of the organization: its row, its version, its endpoints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationTest {
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

    private String organizationId() {
        return client.get("WhoAmI").json().path("OrganizationId").asText();
    }

    @Test
    void isOneRowWithTheSettingsThatClientsRead() {
        JsonNode rows = client.get(
                        "organizations?$select=name,languagecode,maxuploadfilesize,blockedattachments,_basecurrencyid_value"
                                + "&$expand=basecurrencyid($select=isocurrencycode)")
                .json()
                .path("value");

        assertThat(rows).hasSize(1);
        JsonNode row = rows.path(0);
        assertThat(row.path("organizationid").asText()).isEqualTo(organizationId());
        assertThat(row.path("name").asText()).isEqualTo("emulator");
        assertThat(row.path("languagecode").asInt()).isEqualTo(1033);
        assertThat(row.path("maxuploadfilesize").asInt()).isEqualTo(131_072 * 1024);
        assertThat(row.path("blockedattachments").asText()).contains(";exe;");
        assertThat(row.path("basecurrencyid").path("isocurrencycode").asText()).isEqualTo("USD");
    }

    @Test
    void isTheSameRowAfterARestart() {
        try (EmulatorFixture own = new EmulatorFixture()) {
            String before = own.client().get("organizations").body().replace(own.baseUrl(), "");
            own.restart();

            assertThat(own.client().get("organizations").body().replace(own.baseUrl(), ""))
                    .isEqualTo(before);
        }
    }

    @Test
    void isNotChangedByClients() {
        String row = "organizations(" + organizationId() + ")";

        assertThat(client.patch(row, "{\"maxuploadfilesize\":1}").status()).isEqualTo(501);
        assertThat(client.delete(row).status()).isEqualTo(405);
    }

    @Test
    void tellsTheVersionOfTheApi() {
        JsonNode json = client.get("RetrieveVersion()").json();

        assertThat(json.path("@odata.context").asText())
                .isEqualTo(client.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.RetrieveVersionResponse");
        assertThat(json.path("Version").asText()).matches("9\\.2\\.\\d+\\.\\d+");
    }

    // Source: the sample "Web API Functions and Actions" of PowerApps-Samples.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
                "(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'"
            })
    void tellsItsNamesAndEndpoints(String parameters) {
        Answer answer = client.get("RetrieveCurrentOrganization" + parameters);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode detail = answer.json().path("Detail");
        assertThat(detail.path("OrganizationId").asText()).isEqualTo(organizationId());
        assertThat(detail.path("FriendlyName").asText()).isEqualTo("emulator");
        assertThat(detail.path("State").asText()).isEqualTo("Enabled");
        assertThat(detail.path("Endpoints").path("Keys").path(0).asText()).isEqualTo("WebApplication");
        assertThat(detail.path("Endpoints").path("Values").path(0).asText()).isEqualTo(client.baseUrl() + "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "()", "(AccessType='Default')", "(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'No')"
            })
    void refusesAnotherAccessType(String parameters) {
        assertThat(client.get("RetrieveCurrentOrganization" + parameters).status())
                .isEqualTo(400);
    }
}
