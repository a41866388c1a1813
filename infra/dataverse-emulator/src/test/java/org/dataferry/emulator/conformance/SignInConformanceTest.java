package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in, the 401 challenge and addresses. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class SignInConformanceTest {
    private final Org org;

    SignInConformanceTest(Org org) {
        this.org = org;
    }

    // [authenticate-oauth]
    @Test
    void anApplicationGetsATokenThatLastsAWhile() {
        Answer answer = org.signIn();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isPositive();
        assertThat(answer.json().path("access_token").asText()).isNotBlank();
    }

    // Microsoft Entra: AADSTS7000215
    @Test
    void aWrongSecretIsRefused() {
        Answer answer = org.signInWithWrongSecret();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    }

    // Rnwood.Dataverse.Data.PowerShell's test of the challenge; ServiceClient's AuthorityResolver probes for it
    @Test
    void aCallWithoutATokenIsChallengedWithAuthorityAndResource() {
        Answer answer = org.anonymous("");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .matches("Bearer authorization_uri=http[^ ,]*/oauth2/authorize, ?resource_id=" + org.url() + "/");
    }

    // [webapi/samples/functions-actions]
    @Test
    void whoAmINamesUserBusinessUnitAndOrganization() {
        Answer answer = org.get("WhoAmI");

        assertThat(answer.status()).isEqualTo(200);
        for (String member : new String[] {"UserId", "BusinessUnitId", "OrganizationId"}) {
            assertThat(answer.json().path(member).asText()).as(member).matches("[0-9a-f-]{36}");
        }
        assertThat(answer.header("OData-Version")).isEqualTo("4.0");
    }

    // [webapi/web-api-functions]: parentheses may be there or not
    @Test
    void aFunctionIsCalledWithParenthesesToo() {
        assertThat(org.get("WhoAmI()").status()).isEqualTo(200);
    }

    // [webapi/compose-http-requests-handle-errors]
    @Test
    void namesOfSetsAreCaseSensitive() {
        Answer answer = org.get("Accounts?$top=1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("0x8006088a");
        assertThat(answer.message()).isEqualTo("Resource not found for the segment 'Accounts'.");
    }
}
