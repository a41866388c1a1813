package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dataferry.schemas.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A Dataverse environment and the application user that writes to it.
 *
 * @param url the environment, such as {@code https://contoso.crm.dynamics.com}
 * @param tenant the Entra tenant, by name or id
 * @param authority where tokens are issued; Microsoft's public cloud unless said otherwise
 * @param moreUsers further application users that rows are written by, as Dataverse limits each for itself; the first one
 *     alone reads and makes definitions
 */
public record DataverseSettings(
        @JsonProperty(value = "url", required = true) URI url,
        @JsonProperty(value = "tenant", required = true) String tenant,
        @JsonProperty("authority") @Nullable URI authority,
        @JsonProperty(value = "clientId", required = true) String clientId,

        @JsonProperty(value = "clientSecret", required = true)
        Secret clientSecret,

        @JsonProperty("moreUsers") @Nullable List<ApplicationUser> moreUsers) {

    /** An application user beside the first. */
    public record ApplicationUser(
            @JsonProperty(value = "clientId", required = true)
            String clientId,

            @JsonProperty(value = "clientSecret", required = true)
            Secret clientSecret) {}

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public static final URI PUBLIC_CLOUD = URI.create("https://login.microsoftonline.com");

    public DataverseSettings {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new SettingsException(
                    "target.dataverse.url is '" + url + "', expected https://<org>.crm.dynamics.com");
        }
        url = withoutSlash(url);
        moreUsers = moreUsers == null ? List.of() : List.copyOf(moreUsers);
        requireDistinct(clientId, moreUsers);
        authority = authority == null ? PUBLIC_CLOUD : withoutSlash(authority);
    }

    /** Another environment of the same tenant, for the same application user. */
    DataverseSettings at(URI environment) {
        return new DataverseSettings(environment, tenant, authority, clientId, clientSecret, moreUsers);
    }

    /**
     * Whether both URLs are of one environment, however they are written: the host in capitals, a port that goes without
     * saying, a path, or the {@code .api} that Dataverse's own pages write into the host of the Web API.
     */
    public static boolean isSameEnvironment(URI one, URI other) {
        return host(one).equals(host(other)) && port(one) == port(other);
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT).replaceFirst("^([^.]+)\\.api\\.", "$1.");
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "http".equalsIgnoreCase(url.getScheme()) ? HTTP_PORT : HTTPS_PORT;
    }

    /** Two lanes of one user would each take the whole of its budget for theirs. */
    private static void requireDistinct(String first, List<ApplicationUser> more) {
        Set<String> seen = new HashSet<>(Set.of(first));
        for (ApplicationUser user : more) {
            if (!seen.add(user.clientId())) {
                throw new SettingsException("target.dataverse names the application user '" + user.clientId()
                        + "' twice; name each once, as clientId or under moreUsers");
            }
        }
    }

    /** The v2.0 token endpoint of the tenant. */
    public URI tokenUrl() {
        return URI.create(authority + "/" + tenant + "/oauth2/v2.0/token");
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }
}
