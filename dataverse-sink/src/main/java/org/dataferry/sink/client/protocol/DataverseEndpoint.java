package org.dataferry.sink.client.protocol;

import java.net.URI;
import org.dataferry.schemas.secret.Secret;

/**
 * One Dataverse environment as one application user sees it.
 *
 * @param baseUrl the environment, such as {@code https://contoso.crm4.dynamics.com}, without a path
 * @param tokenUrl the v2.0 token endpoint of the tenant
 * @param clientId the application (client) id of the application user
 */
public record DataverseEndpoint(URI baseUrl, URI tokenUrl, String clientId, Secret secret) {
    /** Where the Web API lives below the environment; part URLs of a batch begin with it. */
    public static final String API_PATH = "/api/data/v9.2/";

    public DataverseEndpoint {
        baseUrl = withoutTrailingSlash(baseUrl);
        requireHttp("base URL", baseUrl);
        requireHttp("token URL", tokenUrl);
        if (!baseUrl.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "The Dataverse base URL %s has a path; give scheme, host and port only, such as https://contoso.crm4.dynamics.com"
                            .formatted(baseUrl));
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("The client id for %s is empty".formatted(baseUrl));
        }
    }

    /** The endpoint of a tenant of Microsoft's public cloud. */
    public static DataverseEndpoint ofTenant(URI baseUrl, String tenant, String clientId, Secret secret) {
        URI tokenUrl = URI.create("https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token");
        return new DataverseEndpoint(baseUrl, tokenUrl, clientId, secret);
    }

    public String apiRoot() {
        return baseUrl + API_PATH;
    }

    /** The scope that asks for whatever the application user was granted. */
    public String scope() {
        return baseUrl + "/.default";
    }

    private static void requireHttp(String what, URI url) {
        boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "The Dataverse %s %s should be an https URL with a host".formatted(what, url));
        }
    }

    private static URI withoutTrailingSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }
}
