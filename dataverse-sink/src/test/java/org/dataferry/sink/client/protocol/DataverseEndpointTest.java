package org.dataferry.sink.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.dataferry.schemas.secret.Secret;
import org.junit.jupiter.api.Test;

final class DataverseEndpointTest {
    private static final URI ORG = URI.create("https://contoso.crm4.dynamics.com/");

    @Test
    void printsNoSecret() {
        DataverseEndpoint endpoint = DataverseEndpoint.ofTenant(ORG, "tenant", "client", new Secret("hush"));

        assertThat(endpoint.toString()).contains("***").doesNotContain("hush");
    }

    @Test
    void derivesScopeApiRootAndTokenUrl() {
        DataverseEndpoint endpoint = DataverseEndpoint.ofTenant(ORG, "tenant", "client", new Secret("hush"));

        assertThat(endpoint.scope()).isEqualTo("https://contoso.crm4.dynamics.com/.default");
        assertThat(endpoint.apiRoot()).isEqualTo("https://contoso.crm4.dynamics.com/api/data/v9.2/");
        assertThat(endpoint.tokenUrl())
                .isEqualTo(URI.create("https://login.microsoftonline.com/tenant/oauth2/v2.0/token"));
    }

    @Test
    void refusesABaseUrlWithAPath() {
        URI withPath = URI.create("https://contoso.crm4.dynamics.com/api/data/v9.2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataverseEndpoint.ofTenant(withPath, "tenant", "client", new Secret("hush")))
                .withMessageContaining("has a path");
    }
}
