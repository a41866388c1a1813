package org.dataferry.schemas.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dataferry.schemas.secret.Secret;

/**
 * Where a registry is and how to speak to it.
 *
 * @param url the base under which the Confluent API stands, without a slash at the end
 * @param credentials for HTTP basic authentication
 * @param trustStore a PKCS#12 or JKS file with the certificates to trust instead of the platform's
 * @param timeout for each call; the registry answers from memory, so seconds mean it is in trouble
 */
public record RegistryEndpoint(
        URI url, Optional<Credentials> credentials, Optional<TrustStore> trustStore, Duration timeout) {

    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    public RegistryEndpoint {
        String text = url.toString();
        if (text.endsWith("/")) {
            url = URI.create(text.substring(0, text.length() - 1));
        }
    }

    public static RegistryEndpoint of(String url) {
        return new RegistryEndpoint(URI.create(url), Optional.empty(), Optional.empty(), TIMEOUT);
    }

    public record Credentials(String user, Secret password) {}

    public record TrustStore(Path file, Secret password) {}
}
