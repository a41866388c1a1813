package org.dataferry.emulator.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.faults.FaultPlan;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.traffic.ClientCounts;
import org.dataferry.emulator.traffic.RequestCounts;
import org.dataferry.emulator.traffic.RequestLog;

/** Answers {@code /_emulator}. It is no part of Dataverse, asks for no token, and speaks JSON. */
public final class AdminEndpoint {
    public static final String ROOT = "/_emulator/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> RESOURCES = List.of(
            "GET, PATCH settings",
            "GET, POST, DELETE faults",
            "DELETE faults/{id}",
            "GET stats",
            "DELETE stats",
            "GET memory",
            "GET, DELETE requests",
            "GET, DELETE clients",
            "GET ceiling",
            "GET snapshots",
            "POST, DELETE snapshots/{name}",
            "POST snapshots/{name}/restore",
            "POST reset",
            "DELETE limits");

    private final Supplier<RowStore> store;
    private final SettingsAccess settings;
    private final FaultPlan faults;
    private final RequestCounts counts;
    private final ClientCounts clients;
    private final ServiceProtection protection;
    private final RequestsResource requests;
    private final CeilingResource ceiling;
    private final SnapshotsResource snapshots;
    private final RequestLog log;

    public AdminEndpoint(
            Supplier<RowStore> store,
            SettingsAccess settings,
            FaultPlan faults,
            RequestCounts counts,
            ClientCounts clients,
            ServiceProtection protection,
            RequestLog log,
            CeilingResource ceiling,
            Maintenance maintenance) {
        this.store = store;
        this.settings = settings;
        this.faults = faults;
        this.counts = counts;
        this.clients = clients;
        this.protection = protection;
        this.ceiling = ceiling;
        this.log = log;
        requests = new RequestsResource(log);
        snapshots = new SnapshotsResource(maintenance);
    }

    public ApiResponse answer(AdminRequest request) {
        try {
            String resource = request.path().split("/")[0];
            return resource.equals("snapshots") || resource.equals("reset")
                    ? snapshots.answer(request)
                    : answer(request, request.method() + " " + request.path());
        } catch (EmulatorException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private ApiResponse answer(AdminRequest request, String what) {
        return switch (what) {
            case "GET settings" -> json(200, settings.json());
            case "PATCH settings" -> {
                settings.change(new String(request.body(), StandardCharsets.UTF_8));
                yield json(200, settings.json());
            }
            case "GET faults" -> json(200, faults.json());
            case "POST faults" -> done(() -> faults.add(request.body()));
            case "DELETE faults" -> done(faults::clear);
            case "GET stats" -> json(200, stats());
            case "GET memory" -> json(200, ProcessFigures.json());
            case "DELETE stats" -> done(counts::clear);
            case "GET requests" -> json(200, requests.list(request));
            case "DELETE requests" -> done(log::clear);
            case "GET clients" -> json(200, clients());
            case "DELETE clients" -> done(clients::clear);
            case "GET ceiling" -> json(200, ceiling.json(request));
            case "DELETE limits" -> done(protection::reset);
            default -> {
                if (what.startsWith("DELETE faults/")) {
                    yield removeFault(request.path().substring("faults/".length()));
                }
                yield unknown();
            }
        };
    }

    private ApiResponse removeFault(String id) {
        try {
            return faults.remove(Long.parseLong(id))
                    ? ApiResponse.noContent()
                    : error(404, "There is no fault " + id + ".");
        } catch (NumberFormatException e) {
            return error(400, "A fault has a whole number, not '" + id + "'.");
        }
    }

    private ObjectNode stats() {
        ObjectNode json = JSON.createObjectNode();
        put(json.putObject("requests"), counts.kinds());
        put(json.putObject("statuses"), counts.statuses());
        json.put("faults", faults.strikes());
        ObjectNode rows = json.putObject("rows");
        RowStore present = store.get();
        present.catalog().tables().forEach(table -> rows.put(table.logicalName(), present.count(table)));
        return json;
    }

    private ArrayNode clients() {
        ArrayNode list = JSON.createArrayNode();
        clients.clients()
                .forEach((user, client) -> list.addObject()
                        .put("user", user.toString())
                        .put("requests", client.requests())
                        .put("throttled", client.throttled())
                        .set("operations", JSON.valueToTree(client.operations())));
        return list;
    }

    private static void put(ObjectNode json, Map<String, Long> sums) {
        sums.forEach(json::put);
    }

    private static ApiResponse done(Runnable work) {
        work.run();
        return ApiResponse.noContent();
    }

    static ApiResponse unknown() {
        return error(404, "There are, below " + ROOT + ": " + String.join("; ", RESOURCES) + ".");
    }

    static ApiResponse error(int status, String sentence) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", sentence));
    }

    static ApiResponse json(int status, Object json) {
        return new ApiResponse(
                status,
                Map.of("Content-Type", "application/json"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
