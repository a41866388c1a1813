package org.dataferry.emulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.faults.FaultPlan;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.RowStore;

/** {@code /_emulator}: faults and counts, for tests. It is no part of Dataverse and asks for no token. */
final class ControlEndpoint {
    static final String ROOT = "/_emulator/";

    private final RowStore store;
    private final FaultPlan faults;
    private final RequestCounts counts;

    ControlEndpoint(RowStore store, FaultPlan faults, RequestCounts counts) {
        this.store = store;
        this.faults = faults;
        this.counts = counts;
    }

    ApiResponse answer(Inbound inbound) {
        return switch (inbound.method() + " " + inbound.path().substring(ROOT.length())) {
            case "POST faults" -> {
                try {
                    faults.add(inbound.body());
                    yield ApiResponse.noContent();
                } catch (EmulatorException e) {
                    yield json(400, JsonNodeFactory.instance.objectNode().put("error", e.getMessage()));
                }
            }
            case "DELETE faults" -> {
                faults.clear();
                yield ApiResponse.noContent();
            }
            case "GET stats" -> json(200, stats());
            case "GET memory" -> json(200, ProcessFigures.json());
            default ->
                json(
                        404,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("error", "There are POST and DELETE /_emulator/faults and GET /_emulator/stats and /_emulator/memory."));
        };
    }

    private ObjectNode stats() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json.putObject("requests"), counts.kinds());
        put(json.putObject("statuses"), counts.statuses());
        json.put("faults", faults.strikes());
        ObjectNode rows = json.putObject("rows");
        store.catalog().tables().forEach(table -> rows.put(table.logicalName(), store.count(table)));
        return json;
    }

    private static void put(ObjectNode json, Map<String, Long> sums) {
        sums.forEach(json::put);
    }

    private static ApiResponse json(int status, ObjectNode json) {
        return new ApiResponse(
                status,
                Map.of("Content-Type", "application/json"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
