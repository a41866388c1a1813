package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One page of the browser: what a person does in it, what it shows, and what it asked of whom. */
public final class Tab implements AutoCloseable {

    /** Far more than any page takes; one that never comes must not hang the build. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int POLL_MILLIS = 25;

    /** By their name: the number that Windows gave it, which the protocol asks for. */
    private static final Map<String, Integer> KEYS = Map.ofEntries(
            Map.entry("Tab", 9),
            Map.entry("Enter", 13),
            Map.entry("Escape", 27),
            Map.entry(" ", 32),
            Map.entry("End", 35),
            Map.entry("Home", 36),
            Map.entry("ArrowLeft", 37),
            Map.entry("ArrowUp", 38),
            Map.entry("ArrowRight", 39),
            Map.entry("ArrowDown", 40));

    private final DevTools tools;
    private final String session;
    private final String context;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> networkFaults = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Tab(DevTools tools, String session, String context) {
        this.tools = tools;
        this.session = session;
        this.context = context;
        tools.listen(session, this::event);
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility")) {
            ask(domain + ".enable", parameters());
        }
    }

    /** Errors that the console would show, refusals by the content security policy among them, apart from requests. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** Requests that failed or were refused, as the console would show them. */
    public List<String> networkFaults() {
        return List.copyOf(networkFaults);
    }

    /** The addresses of all requests. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void go(String address) {
        ask("Page.navigate", parameters().put("url", address));
    }

    public void reload() {
        ask("Page.reload", parameters());
    }

    /** @param width in CSS pixels */
    public void size(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                parameters()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    /** What the system prefers. */
    public void prefers(String scheme, boolean isReducedMotion) {
        ObjectNode media = parameters().put("media", "screen");
        media.putArray("features")
                .add(parameters().put("name", "prefers-color-scheme").put("value", scheme))
                .add(parameters()
                        .put("name", "prefers-reduced-motion")
                        .put("value", isReducedMotion ? "reduce" : "no-preference"));
        ask("Emulation.setEmulatedMedia", media);
    }

    /** The value of an expression, awaited if it is a promise. */
    public JsonNode value(String expression) {
        JsonNode answer = ask(
                "Runtime.evaluate",
                parameters()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true)
                        .put("userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(
                    expression + ": " + answer.path("exceptionDetails").toString());
        }
        return answer.at("/result/value");
    }

    /** The text that is shown of the first element; fails if there is none. */
    public String text(String selector) {
        return value("document.querySelector(" + quoted(selector) + ").innerText")
                .asText();
    }

    public int count(String selector) {
        return value("document.querySelectorAll(" + quoted(selector) + ").length")
                .asInt();
    }

    /** Waits until an expression is true; where the page is left meanwhile, of the one that comes. */
    public void await(String expression) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String guarded = "(() => { try { return Boolean(" + expression + "); } catch { return false; } })()";
        while (!holds(guarded)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + expression + "; the page shows: "
                        + value("document.body.innerText").asText());
            }
            pause(POLL_MILLIS);
        }
    }

    private boolean holds(String expression) {
        try {
            return value(expression).asBoolean();
        } catch (DevTools.Refused leaving) {
            // What is asked of a page that is being left gets an error instead of an answer.
            return false;
        }
    }

    public void awaitText(String selector, String part) {
        await("document.querySelector(" + quoted(selector) + ").innerText.includes(" + quoted(part) + ")");
    }

    public void click(String selector) {
        value("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** Presses and releases a key, as the keyboard would. */
    public void press(String key) {
        int code = KEYS.getOrDefault(key, 0);
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        ObjectNode down = parameters()
                .put("type", text.isEmpty() ? "rawKeyDown" : "keyDown")
                .put("key", key)
                .put("code", key.equals(" ") ? "Space" : key)
                .put("windowsVirtualKeyCode", code);
        if (!text.isEmpty()) {
            down.put("text", text);
        }
        ask("Input.dispatchKeyEvent", down);
        ask(
                "Input.dispatchKeyEvent",
                parameters()
                        .put("type", "keyUp")
                        .put("key", key)
                        .put("code", key.equals(" ") ? "Space" : key)
                        .put("windowsVirtualKeyCode", code));
    }

    /** Types into what has the focus. */
    public void type(String text) {
        ask("Input.insertText", parameters().put("text", text));
    }

    /** Presses Tab until an element has the focus. @return how often */
    public int tabTo(String selector) {
        for (int presses = 1; presses <= 100; presses++) {
            press("Tab");
            if (value("document.activeElement.matches(" + quoted(selector) + ")")
                    .asBoolean()) {
                return presses;
            }
        }
        throw new AssertionError(selector + " is not within reach of the keyboard");
    }

    /** What a screen reader is told: each node with role and name. */
    public JsonNode accessibility() {
        return ask("Accessibility.getFullAXTree", parameters()).path("nodes");
    }

    /** What is in sight. */
    public void picture(Path file) {
        JsonNode picture = ask("Page.captureScreenshot", parameters().put("format", "png"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
        } catch (IOException failed) {
            throw new IllegalStateException("the picture could not be written", failed);
        }
    }

    @Override
    public void close() {
        tools.ask("Target.disposeBrowserContext", parameters().put("browserContextId", context));
    }

    private void event(String method, JsonNode of) {
        switch (method) {
            case "Runtime.exceptionThrown" ->
                faults.add(of.at("/exceptionDetails/exception/description").asText());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "assert").contains(of.path("type").asText())) {
                    faults.add(of.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = of.path("entry");
                if (entry.path("level").asText().equals("error")) {
                    boolean isNetwork = entry.path("source").asText().equals("network");
                    (isNetwork ? networkFaults : faults).add(entry.path("text").asText() + " " + entry.path("url"));
                }
            }
            case "Network.requestWillBeSent" ->
                requests.add(of.at("/request/url").asText());
            default -> {
                // Of all the others nothing is asked.
            }
        }
    }

    private JsonNode ask(String method, ObjectNode parameters) {
        return tools.ask(session, method, parameters);
    }

    private static ObjectNode parameters() {
        return DevTools.JSON.createObjectNode();
    }

    private static String quoted(String text) {
        return DevTools.JSON.getNodeFactory().textNode(text).toString();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
