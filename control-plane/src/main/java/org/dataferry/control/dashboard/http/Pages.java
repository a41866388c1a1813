package org.dataferry.control.dashboard.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files that browsers load, as they stand on the class path. Of paths that name no file the page itself is given, as it
 * finds its own way.
 */
public final class Pages {

    private static final String FOLDER = "/org/dataferry/control/dashboard/pages";
    private static final String INDEX = "/index.html";
    private static final String WITHOUT_PAGES = "/org/dataferry/control/dashboard/without-pages.html";

    /** No part begins with a dot, so none leads out of the folder. Possessive, as going back takes stack for each part. */
    private static final Pattern FILE = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)++");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "webmanifest", "application/manifest+json");

    /** @throws Problem if there is no such file */
    Answer of(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (!last.contains(".")) {
            return file(INDEX)
                    .or(() -> read(WITHOUT_PAGES, "html"))
                    .orElseThrow(() -> Problem.notFound("there is no page"));
        }
        return file(path).orElseThrow(() -> Problem.notFound("there is no file of that name"));
    }

    private static Optional<Answer> file(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        return FILE.matcher(path).matches() && TYPES.containsKey(extension)
                ? read(FOLDER + path, extension)
                : Optional.empty();
    }

    private static Optional<Answer> read(String resource, String extension) {
        try (InputStream stream = Pages.class.getResourceAsStream(resource)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(Answer.of(200, TYPES.getOrDefault(extension, ""), stream.readAllBytes())
                            // They change with Ferry, and come from this machine or near it.
                            .with("Cache-Control", "no-cache"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
