package org.dataferry.acceptance.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** Where the servers of a migration are, as {@code ferry status --json} tells. */
public record FerryServers(String sourceJdbc, String ledgerJdbc, String kafka, URI registry, URI dataverse) {

    /** @param document of {@code up}, {@code status} or {@code run --until-caught-up} */
    public static FerryServers of(JsonNode document) {
        JsonNode endpoints = document.path("endpoints");
        return new FerryServers(
                endpoints.path("sourceJdbc").asText(),
                endpoints.path("ledgerJdbc").asText(),
                endpoints.path("kafka").asText(),
                URI.create(endpoints.path("registry").asText()),
                URI.create(endpoints.path("dataverse").asText()));
    }
}
