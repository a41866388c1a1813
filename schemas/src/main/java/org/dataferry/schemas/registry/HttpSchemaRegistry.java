package org.dataferry.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/**
 * The few calls of the Confluent Schema Registry REST API that we need (Confluent documentation, "Schema Registry API
 * reference"). Safe for any thread.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

    /** "Schema not found" and "Subject not found": answers, not failures. */
    private static final List<Integer> NOT_FOUND = List.of(40401, 40402, 40403);

    private final RegistryHttp http;

    public HttpSchemaRegistry(RegistryEndpoint endpoint) {
        this.http = new RegistryHttp(endpoint);
    }

    @Override
    public Registration register(String subject, Schema schema) {
        String purpose = "register a schema under subject '" + subject + "'";
        RegistryHttp.Answer answer = http.post("/subjects/" + RegistryHttp.escape(subject) + "/versions", body(schema));
        return switch (answer.status()) {
            case 200 -> new Registration.Accepted(id(answer, purpose));
            case 409 -> new Registration.Incompatible(answer.message());
            default -> throw http.unexpected(answer, purpose);
        };
    }

    @Override
    public Optional<Integer> lookUp(String subject, Schema schema) {
        RegistryHttp.Answer answer = http.post("/subjects/" + RegistryHttp.escape(subject), body(schema));
        String purpose = "look up a schema under subject '" + subject + "'";
        return answer.status() == 200 ? Optional.of(id(answer, purpose)) : absent(answer, purpose);
    }

    @Override
    public Optional<Schema> byId(int id) {
        RegistryHttp.Answer answer = http.get("/schemas/ids/" + id);
        if (answer.status() != 200) {
            return absent(answer, "read schema " + id);
        }
        JsonNode text = answer.body().path("schema");
        if (!text.isTextual()) {
            throw http.unexpected(answer, "read schema " + id);
        }
        try {
            return Optional.of(new SchemaParser().parse(text.asText()).mainSchema());
        } catch (AvroRuntimeException broken) {
            throw new RegistryException("schema " + id + " of " + http.url() + " is not an Avro schema", broken);
        }
    }

    @Override
    public boolean isCompatible(String subject, Schema schema) {
        RegistryHttp.Answer answer =
                http.post("/compatibility/subjects/" + RegistryHttp.escape(subject) + "/versions", body(schema));
        if (answer.status() == 200 && answer.body().path("is_compatible").isBoolean()) {
            return answer.body().path("is_compatible").asBoolean();
        }
        if (isNotFound(answer)) {
            return true;
        }
        throw http.unexpected(answer, "check a schema against subject '" + subject + "'");
    }

    @Override
    public void setCompatibility(String subject, Compatibility level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
        RegistryHttp.Answer answer = http.put("/config/" + RegistryHttp.escape(subject), body);
        if (answer.status() != 200) {
            throw http.unexpected(answer, "set the compatibility of subject '" + subject + "'");
        }
    }

    @Override
    public List<Integer> versions(String subject) {
        RegistryHttp.Answer answer = http.get("/subjects/" + RegistryHttp.escape(subject) + "/versions");
        if (isNotFound(answer)) {
            return List.of();
        }
        if (answer.status() != 200 || !answer.body().isArray()) {
            throw http.unexpected(answer, "list the versions of subject '" + subject + "'");
        }
        List<Integer> versions = new ArrayList<>();
        for (JsonNode version : answer.body()) {
            versions.add(version.asInt());
        }
        return List.copyOf(versions);
    }

    private int id(RegistryHttp.Answer answer, String purpose) {
        JsonNode id = answer.body().path("id");
        if (!id.isInt()) {
            throw http.unexpected(answer, purpose);
        }
        return id.asInt();
    }

    private <T> Optional<T> absent(RegistryHttp.Answer answer, String purpose) {
        if (isNotFound(answer)) {
            return Optional.empty();
        }
        throw http.unexpected(answer, purpose);
    }

    private static boolean isNotFound(RegistryHttp.Answer answer) {
        return answer.status() == 404
                && NOT_FOUND.contains(answer.body().path("error_code").asInt());
    }

    private static ObjectNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }
}
