package org.dataferry.emulator.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;

/** What the environment answered. */
record Answer(int status, HttpHeaders headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + body, e);
        }
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The code of the error in lower case; Dataverse writes both cases. */
    String code() {
        return json().path("error").path("code").asText().toLowerCase(java.util.Locale.ROOT);
    }

    String message() {
        return json().path("error").path("message").asText();
    }

    /** The GUID at the end of OData-EntityId. */
    String id() {
        return header("OData-EntityId").replaceFirst(".*\\(([0-9a-fA-F-]{36})\\)$", "$1");
    }
}
