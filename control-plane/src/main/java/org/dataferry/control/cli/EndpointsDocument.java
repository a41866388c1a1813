package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dataferry.control.endpoint.Endpoints;

/** Where the servers of a migration are, as JSON for programs. */
final class EndpointsDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EndpointsDocument() {}

    static ObjectNode of(Endpoints endpoints) {
        return JSON.createObjectNode()
                .put("sourceJdbc", endpoints.source().loginUrl())
                .put("ledgerJdbc", endpoints.ledger().loginUrl())
                .put("kafka", endpoints.bootstrapServers())
                .put("registry", endpoints.registry().url().toString())
                .put("dataverse", endpoints.target().baseUrl().toString());
    }

    /** Adds it to the document of a command. */
    static ObjectNode addTo(ObjectNode document, Endpoints endpoints) {
        return document.set("endpoints", of(endpoints));
    }
}
