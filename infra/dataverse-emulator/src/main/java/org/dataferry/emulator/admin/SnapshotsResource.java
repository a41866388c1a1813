package org.dataferry.emulator.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.message.ApiResponse;

/** Snapshots, and the way back to them or to nothing. */
final class SnapshotsResource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Maintenance maintenance;

    SnapshotsResource(Maintenance maintenance) {
        this.maintenance = maintenance;
    }

    ApiResponse answer(AdminRequest request) {
        String[] segments = request.path().split("/");
        String name = segments.length > 1 ? segments[1] : "";
        return switch (request.method() + " " + request.path().replaceFirst("^snapshots/[^/]*", "snapshots/{name}")) {
            case "GET snapshots" -> AdminEndpoint.json(200, names());
            case "POST snapshots/{name}" -> done(() -> maintenance.keep(checked(name)));
            case "DELETE snapshots/{name}" -> done(() -> maintenance.drop(checked(name)));
            case "POST snapshots/{name}/restore" -> done(() -> maintenance.restore(checked(name)));
            case "POST reset" -> done(maintenance::reset);
            default -> AdminEndpoint.unknown();
        };
    }

    private ArrayNode names() {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        maintenance.snapshots().forEach(names::add);
        return names;
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new EmulatorException(
                    "A snapshot's name has up to 64 letters, digits, hyphens and underscores, unlike '" + name + "'");
        }
        return name;
    }

    private static ApiResponse done(Runnable work) {
        work.run();
        return ApiResponse.noContent();
    }
}
