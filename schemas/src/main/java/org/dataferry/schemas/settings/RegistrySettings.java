package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.jspecify.annotations.Nullable;

/** A schema registry that speaks the Confluent API. */
public record RegistrySettings(
        @JsonProperty(value = "url", required = true) URI url,
        @JsonProperty("user") @Nullable String user,
        @JsonProperty("password") @Nullable Secret password,
        @JsonProperty("trustStore") @Nullable Path trustStore,
        @JsonProperty("trustStorePassword") @Nullable Secret trustStorePassword) {

    public RegistrySettings {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new SettingsException("registry.url is '" + url + "', expected http://host:port or https://host");
        }
        if ((user == null) != (password == null)) {
            throw new SettingsException("registry has a user without a password, or a password without a user");
        }
        if (trustStore == null && trustStorePassword != null) {
            throw new SettingsException("registry has a trustStorePassword without a trustStore");
        }
    }

    public RegistryEndpoint endpoint() {
        return new RegistryEndpoint(
                url,
                user == null || password == null
                        ? Optional.empty()
                        : Optional.of(new RegistryEndpoint.Credentials(user, password)),
                trustStore == null
                        ? Optional.empty()
                        : Optional.of(new RegistryEndpoint.TrustStore(
                                trustStore, trustStorePassword == null ? new Secret("") : trustStorePassword)),
                RegistryEndpoint.TIMEOUT);
    }
}
