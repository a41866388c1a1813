package org.dataferry.embedded;

import java.net.URI;

/** The emulator's address and the application user that it has when started without settings. */
public record DataverseEndpoint(URI baseUrl, String tenant, String clientId, String clientSecret) {

    /** Where tokens come from. */
    public URI tokenUrl() {
        return baseUrl.resolve("/" + tenant + "/oauth2/v2.0/token");
    }

    @Override
    public String toString() {
        return "DataverseEndpoint[%s, tenant=%s, clientId=%s, clientSecret=***]".formatted(baseUrl, tenant, clientId);
    }
}
