package org.dataferry.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.jspecify.annotations.Nullable;

/** The service document and the unbound functions. Source: Microsoft's page "Web API Functions and Actions Sample". */
final class Functions {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The API's version, in the four parts that Dataverse's has. */
    private static final String VERSION = "9.2.0.0";

    private static final Pattern ACCESS_TYPE =
            Pattern.compile("Microsoft\\.Dynamics\\.CRM\\.EndpointAccessType'(Default|Internet|Intranet)'");

    private final RowStore store;
    private final Organization organization;

    Functions(RowStore store, Organization organization) {
        this.store = store;
        this.organization = organization;
    }

    ApiResponse whoAmI(ApiRequest request, @Nullable UUID businessUnit) {
        return answer(context(request, "Microsoft.Dynamics.CRM.WhoAmIResponse")
                .put("BusinessUnitId", businessUnit == null ? null : businessUnit.toString())
                .put("UserId", request.userId().toString())
                .put("OrganizationId", organization.id().toString()));
    }

    ApiResponse version(ApiRequest request) {
        return answer(context(request, "Microsoft.Dynamics.CRM.RetrieveVersionResponse")
                .put("Version", VERSION));
    }

    /** The organization is served by one front, so that every access type has the same endpoint. It has no SOAP services to name. */
    ApiResponse currentOrganization(ApiRequest request, String segment) {
        String type = argument(request, segment, "AccessType");
        if (!ACCESS_TYPE.matcher(type).matches()) {
            throw Refusals.badRequest("AccessType must be a value of Microsoft.Dynamics.CRM.EndpointAccessType, such as"
                    + " Microsoft.Dynamics.CRM.EndpointAccessType'Default'.");
        }
        String name = organizationName();
        ObjectNode json = context(request, "Microsoft.Dynamics.CRM.RetrieveCurrentOrganizationResponse");
        ObjectNode endpoints = json.putObject("Detail")
                .put("OrganizationId", organization.id().toString())
                .put("FriendlyName", name)
                .put("OrganizationVersion", VERSION)
                .put("EnvironmentId", organization.id().toString())
                .put("DatacenterId", new UUID(0, 0).toString())
                .putNull("Geo")
                .put("TenantId", name)
                .put("UrlName", name)
                .put("UniqueName", name)
                .put("State", "Enabled")
                .putObject("Endpoints");
        endpoints.put("Count", 1).put("IsReadOnly", false);
        endpoints.putArray("Keys").add("WebApplication");
        endpoints.putArray("Values").add(request.orgUrl() + "/");
        return answer(json);
    }

    private String organizationName() {
        try (ReadView view = store.read()) {
            Table table = view.catalog().requiredTable("organization");
            Row row = view.row(table, organization.id());
            return row == null ? "" : String.valueOf(row.get(table.requiredColumn("name")));
        }
    }

    ApiResponse serviceDocument(ApiRequest request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata");
        var sets = json.putArray("value");
        store.catalog().tables().stream()
                .map(Table::entitySet)
                .sorted()
                .forEach(set -> sets.addObject()
                        .put("name", set)
                        .put("kind", "EntitySet")
                        .put("url", set));
        return answer(json);
    }

    ApiResponse totalRecordCount(ApiRequest request, String segment) {
        String list = argument(request, segment, "EntityNames");
        ObjectNode json = context(request, "Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse");
        ObjectNode counts = json.putObject("EntityRecordCountCollection");
        var keys = JsonNodeFactory.instance.arrayNode();
        var values = JsonNodeFactory.instance.arrayNode();
        for (JsonNode name : names(list)) {
            Table table = store.catalog().table(name.asText());
            if (table == null) {
                throw Refusals.badRequest("The entity with a name = '" + name.asText() + "' was not found.");
            }
            keys.add(table.logicalName());
            values.add(store.count(table));
        }
        counts.put("Count", keys.size()).put("IsReadOnly", false);
        counts.set("Keys", keys);
        counts.set("Values", values);
        return answer(json);
    }

    /** The value of a function's only parameter, given in its place or by an alias; empty if it is not given. */
    private static String argument(ApiRequest request, String segment, String parameter) {
        String argument =
                segment.replaceFirst("^\\w+(\\(" + parameter + "=)?", "").replaceFirst("\\)$", "");
        return argument.startsWith("@") ? UrlText.parameters(request.query()).getOrDefault(argument, "") : argument;
    }

    private static JsonNode names(String list) {
        try {
            JsonNode names = JSON.readTree(list.replace('\'', '"'));
            if (names.isArray()) {
                return names;
            }
        } catch (JsonProcessingException e) {
            // refused below, as what is no list is
        }
        throw Refusals.badRequest("EntityNames must be a list of table names, such as [\"account\"].");
    }

    private static ObjectNode context(ApiRequest request, String type) {
        return JsonNodeFactory.instance.objectNode().put("@odata.context", request.rootUrl() + "$metadata#" + type);
    }

    private static ApiResponse answer(ObjectNode json) {
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What WhoAmI says beside the user. */
    record Organization(UUID id) {}
}
