package org.dataferry.emulator.traffic;

/** A short name for what a request does, for the counts of /_emulator/stats. */
public final class RequestKind {
    private static final String ACTION = "/Microsoft.Dynamics.CRM.";

    private RequestKind() {}

    public static String of(String method, String path) {
        if (path.startsWith("$batch")) {
            return "batch";
        }
        if (path.startsWith("WhoAmI")) {
            return "WhoAmI";
        }
        if (path.startsWith("EntityDefinitions") || path.startsWith("RelationshipDefinitions")) {
            return method.equals("GET") ? "readDefinition" : "changeDefinition";
        }
        int action = path.indexOf(ACTION);
        if (action >= 0) {
            return path.substring(action + ACTION.length());
        }
        if (path.endsWith("/$ref")) {
            return method.equals("DELETE") ? "disassociate" : "associate";
        }
        boolean row = path.contains("(");
        return switch (method) {
            case "GET" -> row ? "read" : "query";
            case "POST" -> "create";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "other";
        };
    }
}
