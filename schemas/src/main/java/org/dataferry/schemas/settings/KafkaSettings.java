package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster.
 *
 * @param propertiesFile client properties for SASL and TLS, as Kafka's own tools take them; relative to where the
 *     command runs. It stays out of migration.yaml because it holds secrets.
 */
public record KafkaSettings(
        @JsonProperty(value = "bootstrapServers", required = true)
        String bootstrapServers,

        @JsonProperty("propertiesFile") @Nullable Path propertiesFile) {}
