package org.dataferry.emulator.shape;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.message.ApiRequest;
import org.jspecify.annotations.Nullable;

/** Reads the shape of requests. Thread-safe. */
public final class ShapeReader {
    private static final String ACTION = "/Microsoft.Dynamics.CRM.";
    private static final Pattern LOGICAL_NAME = Pattern.compile("LogicalName='([a-z0-9_]+)'");

    private final Function<String, @Nullable String> tableOfSet;

    /** @param tableOfSet the logical name of the table with an entity set, null if there is none */
    public ShapeReader(Function<String, @Nullable String> tableOfSet) {
        this.tableOfSet = tableOfSet;
    }

    public RequestShape read(ApiRequest request) {
        String path = request.path();
        if (path.startsWith("$batch") || path.startsWith("%24batch")) {
            return RequestShape.of(Operation.BATCH, "");
        }
        String set = set(path);
        if (set.endsWith("Definitions") || set.equals("$metadata")) {
            Matcher name = LOGICAL_NAME.matcher(path);
            return RequestShape.of(Operation.DEFINITION, name.find() ? name.group(1) : "");
        }
        String table = tableOfSet.apply(set);
        if (table == null) {
            return RequestShape.of(Operation.OTHER, "");
        }
        int action = path.lastIndexOf(ACTION);
        if (action >= 0) {
            return bulk(request, table, path.substring(action + ACTION.length()).replace("()", ""));
        }
        if (path.endsWith("/$ref") || path.endsWith("/%24ref")) {
            return row(Operation.ASSOCIATE, table, 0, 0, request);
        }
        return single(request, table, path);
    }

    private static RequestShape bulk(ApiRequest request, String table, String action) {
        Operation operation = switch (action) {
            case "CreateMultiple" -> Operation.CREATE;
            case "UpdateMultiple" -> Operation.UPDATE;
            case "UpsertMultiple" -> Operation.UPSERT;
            case "DeleteMultiple" -> Operation.DELETE;
            default -> Operation.OTHER;
        };
        BodyScan scan = BodyScan.of(request.body());
        return new RequestShape(
                operation,
                table,
                scan.listedRows(),
                scan.keyedRows(),
                scan.listedColumns(),
                true,
                bypassesPlugIns(request));
    }

    private static RequestShape single(ApiRequest request, String table, String path) {
        boolean addressed = path.indexOf('(') >= 0;
        int keyed = BodyScan.isKey(path) ? 1 : 0;
        return switch (request.method()) {
            case "GET" ->
                addressed ? row(Operation.READ, table, keyed, 0, request) : RequestShape.of(Operation.QUERY, table);
            case "POST" -> row(Operation.CREATE, table, 0, columns(request), request);
            case "DELETE" -> row(Operation.DELETE, table, keyed, 0, request);
            default -> row(keyed == 1 ? Operation.UPSERT : Operation.UPDATE, table, keyed, columns(request), request);
        };
    }

    private static RequestShape row(Operation operation, String table, int keyed, int columns, ApiRequest request) {
        return new RequestShape(operation, table, 1, keyed, columns, false, bypassesPlugIns(request));
    }

    private static int columns(ApiRequest request) {
        return BodyScan.of(request.body()).ownColumns();
    }

    private static String set(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '(' || c == '/') {
                return path.substring(0, i);
            }
        }
        return path;
    }

    /** Source: Microsoft's page "Bypass custom Dataverse logic". */
    private static boolean bypassesPlugIns(ApiRequest request) {
        String logic = request.headers().getOrDefault("MSCRM.BypassBusinessLogicExecution", "");
        return "true".equalsIgnoreCase(request.header("MSCRM.BypassCustomPluginExecution"))
                || logic.contains("CustomSync");
    }
}
