package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window, in a process of its own. */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private static final String LISTENING = "DevTools listening on ";

    /** The first start after its installation reads some hundred megabytes. */
    private static final Duration START = Duration.ofMinutes(1);

    /** It asks nobody for anything; without a sandbox, as the build may run as root, and all that it shows is our own. */
    private static final List<String> OPTIONS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--remote-debugging-port=0");

    private final Process process;
    private final DevTools tools;

    private Chromium(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** Where it is on this machine, if it is: the one that {@code -Dferry.browser} names, or one on the path. */
    public static Optional<Path> find() {
        String named = System.getProperty("ferry.browser");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile an empty folder for it */
    public static Chromium start(Path binary, Path profile) {
        List<String> command = Stream.of(
                        Stream.of(binary.toString()),
                        OPTIONS.stream(),
                        Stream.of("--user-data-dir=" + profile, "about:blank"))
                .flatMap(part -> part)
                .toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            CompletableFuture<URI> address = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> read(process, address));
            try {
                return new Chromium(process, new DevTools(address.get(START.toSeconds(), TimeUnit.SECONDS)));
            } catch (Exception failed) {
                process.destroyForcibly();
                throw new IllegalStateException("the browser did not start", failed);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads on to the end: a full pipe would stop it. */
    private static void read(Process process, CompletableFuture<URI> address) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENING)) {
                    address.complete(URI.create(line.substring(LISTENING.length())));
                } else if (!address.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            said.append(ended.getMessage());
        }
        address.completeExceptionally(new IllegalStateException(said.toString()));
    }

    /** A page of its own, with storage of its own. */
    public Tab open() {
        String context = tools.ask("Target.createBrowserContext", DevTools.JSON.createObjectNode())
                .path("browserContextId")
                .asText();
        ObjectNode target =
                DevTools.JSON.createObjectNode().put("url", "about:blank").put("browserContextId", context);
        String id = tools.ask("Target.createTarget", target).path("targetId").asText();
        ObjectNode attach = DevTools.JSON.createObjectNode().put("targetId", id).put("flatten", true);
        return new Tab(
                tools,
                tools.ask("Target.attachToTarget", attach).path("sessionId").asText(),
                context);
    }

    @Override
    public void close() {
        tools.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
