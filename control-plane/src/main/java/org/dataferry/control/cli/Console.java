package org.dataferry.control.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import org.dataferry.embedded.ServerKind;
import picocli.CommandLine;

/**
 * Where a command speaks: its result on standard output, as text or as one JSON document; all that happens on the way on
 * standard error.
 */
final class Console {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    private Console(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    static Console of(CommandLine command, boolean json) {
        return new Console(command.getOut(), command.getErr(), json);
    }

    /** One line about what happens. */
    void progress(String line) {
        err.println(line);
        err.flush();
    }

    /** A part of a line, for a terminal. */
    void unfinished(String part) {
        err.print(part);
        err.flush();
    }

    void server(ServerKind kind, String line) {
        progress(kind.title() + ": " + line);
    }

    /** One line of a result that comes bit by bit. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** One document of a result that comes bit by bit, in a line of its own. */
    void line(JsonNode document) {
        line(document.toString());
    }

    boolean isJson() {
        return json;
    }

    /** The result of the command, in the form that was asked for. */
    void result(String text, JsonNode document) {
        out.println(json ? written(document) : text);
        out.flush();
    }

    /** What went wrong: always in words on standard error, and for a program that reads the result as JSON as well. */
    void failure(String message) {
        progress("ferry: " + message);
        if (json) {
            result("", JSON.createObjectNode().put("error", message));
        }
    }

    private static String written(JsonNode document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }
}
