package org.dataferry.control.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import org.dataferry.embedded.ServerKind;

/**
 * Where a command speaks: its result on standard output, as text or as one JSON document; all that happens on the way on
 * standard error.
 */
final class Console {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    Console(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    static Console standard(boolean json) {
        return new Console(System.out, System.err, json);
    }

    /** One line about what happens. */
    void progress(String line) {
        err.println(line);
    }

    void server(ServerKind kind, String line) {
        progress(kind.title() + ": " + line);
    }

    /** The result of the command, in the form that was asked for. */
    void result(String text, JsonNode document) {
        if (!json) {
            out.println(text);
            return;
        }
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    /** What went wrong: always in words on standard error, and for a program that reads the result as JSON as well. */
    void failure(String message) {
        err.println("ferry: " + message);
        if (json) {
            result("", JSON.createObjectNode().put("error", message));
        }
    }
}
