package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dataferry.control.ControlException;
import org.jspecify.annotations.Nullable;

/** What {@link StubDashboard} answers: a document, an error, or a file of the pages. */
final class Reply {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAGES = "dashboard/pages";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private Reply() {}

    static void file(HttpExchange exchange, String path) throws IOException {
        try (InputStream file = open(path)) {
            if (file == null || path.contains("..")) {
                error(exchange, 404, "there is no " + path);
                return;
            }
            byte[] bytes = file.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", TYPES.get(path.substring(path.lastIndexOf('.') + 1)));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Tests of the pages' modules lie beside this class, and are served as {@code /tests/…}. */
    private static @Nullable InputStream open(String path) {
        return path.startsWith("/tests/")
                ? StubDashboard.class.getResourceAsStream(path.substring("/tests/".length()))
                : ControlException.class.getResourceAsStream(PAGES + path);
    }

    static void error(HttpExchange exchange, int code, String message) throws IOException {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("code", String.valueOf(code)).put("message", message);
        json(exchange, code, error);
    }

    static void json(HttpExchange exchange, int code, JsonNode document) throws IOException {
        byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
