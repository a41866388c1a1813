package org.dataferry.control.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import org.dataferry.embedded.Progress;
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
    private final LiveLine live;

    private Console(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.live = new LiveLine(err, Terminal::ofStandardError);
    }

    static Console of(CommandLine command, boolean json) {
        return new Console(command.getOut(), command.getErr(), json);
    }

    /** One line about what happens. */
    synchronized void progress(String line) {
        live.end();
        err.println(line);
        err.flush();
    }

    /** How far something is: on a terminal over the last such line, else a line of its own. */
    synchronized void live(String line) {
        live.show(line);
    }

    /** Whether {@link #live} writes over the last line. */
    synchronized boolean isLive() {
        return live.isTerminal();
    }

    /** What is written next, also by others, begins in a line of its own. */
    synchronized void endLive() {
        live.end();
    }

    /** Told of embedded servers. */
    Progress servers() {
        return new ServerLines(this);
    }

    /** Characters that a line of the result has room for; where it does not go to a terminal there is no end. */
    int columns() {
        return json
                ? Integer.MAX_VALUE
                : Terminal.ofStandardOutput().map(Terminal::columns).orElse(Integer.MAX_VALUE);
    }

    /** One line of a result that comes bit by bit. */
    synchronized void line(String text) {
        live.end();
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
    synchronized void result(String text, JsonNode document) {
        live.end();
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
