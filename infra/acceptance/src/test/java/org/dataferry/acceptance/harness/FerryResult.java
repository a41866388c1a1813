package org.dataferry.acceptance.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.assertj.core.api.Assertions;

/** How a command ended, and what it said. */
public record FerryResult(String command, int exitCode, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public FerryResult assertExit(int expected) {
        Assertions.assertThat(exitCode).as(toString()).isEqualTo(expected);
        return this;
    }

    /** Standard output, which must be one JSON document and nothing else. */
    public JsonNode json() {
        try {
            JsonNode document = JSON.readTree(out);
            if (document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException broken) {
            throw new AssertionError("standard output is not one JSON document. " + this, broken);
        }
        throw new AssertionError("standard output is not a JSON document. " + this);
    }

    @Override
    public String toString() {
        return command + " ended with " + exitCode + "\n--- standard output:\n" + out + "\n--- standard error:\n" + err;
    }
}
