package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dataferry.control.endpoint.Endpoints;

/** Where the servers of a migration are, as JSON for programs. */
final class EndpointsDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EndpointsDocument() {}

    static ObjectNode of(Endpoints endpoints) {
        ObjectNode document = JSON.createObjectNode()
                .put("sourceJdbc", endpoints.ends().values().iterator().next().loginUrl());
        if (endpoints.ends().size() > 1) {
            ObjectNode sources = document.putObject("sources");
            endpoints.ends().forEach((name, end) -> sources.put(name, end.loginUrl()));
        }
        return document.put("ledgerJdbc", endpoints.ledger().loginUrl())
                .put("kafka", endpoints.bootstrapServers())
                .put("registry", endpoints.registry().url().toString())
                .put("dataverse", endpoints.target().baseUrl().toString());
    }

    /** Adds it to the document of a command. */
    static ObjectNode addTo(ObjectNode document, Endpoints endpoints) {
        return document.set("endpoints", of(endpoints));
    }
}
