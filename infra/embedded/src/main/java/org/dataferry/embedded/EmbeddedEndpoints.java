package org.dataferry.embedded;

import java.net.URI;
import java.util.Optional;

/**
 * Where the servers answer; empty for a server that was not asked for. All are bound to 127.0.0.1.
 *
 * @param kafka the bootstrap servers
 * @param registry the base URL of the Confluent API, without a slash at its end
 */
public record EmbeddedEndpoints(
        Optional<String> kafka,
        Optional<URI> registry,
        Optional<PostgresEndpoint> source,
        Optional<PostgresEndpoint> ledger,
        Optional<DataverseEndpoint> dataverse) {}
