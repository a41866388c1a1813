package org.dataferry.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The dashboard's pages in a browser: one for all tests of a class, and for each test a new tab over a new {@link
 * StubDashboard}. After each it looks behind the page: nothing is wrong in the console, and no request left the machine.
 * Without a browser the tests are skipped; Debian's {@code chromium} will do.
 */
public final class DashboardInBrowser
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Path PICTURES = Path.of("target", "screenshots");

    private @Nullable Path profile;
    private @Nullable Chromium browser;
    private @Nullable StubDashboard dashboard;
    private @Nullable Tab tab;
    private boolean mayRequestsFail;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Optional<Path> binary = Chromium.find();
        assumeTrue(binary.isPresent(), "no browser on this machine, so the dashboard's pages are not tested");
        profile = Files.createTempDirectory("ferry-browser");
        browser = Chromium.start(binary.orElseThrow(), profile);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        mayRequestsFail = false;
        dashboard = new StubDashboard();
        tab = Objects.requireNonNull(browser).open();
        tab.size(1440, 900);
        tab.prefers("light", true);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try (StubDashboard behind = dashboard();
                Tab looked = tab()) {
            assertThat(looked.faults()).as("errors in the console").isEmpty();
            if (!mayRequestsFail) {
                assertThat(looked.networkFaults()).as("failed requests").isEmpty();
            }
            // The browser's own pictures within controls are data.
            assertThat(looked.requests().stream().filter(request -> !request.startsWith("data:")))
                    .as("requests")
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).startsWith(behind.address()));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (profile != null) {
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder()).forEach(DashboardInBrowser::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public StubDashboard dashboard() {
        return Objects.requireNonNull(dashboard);
    }

    public Tab tab() {
        return Objects.requireNonNull(tab);
    }

    /** In this test requests fail because it makes them fail. */
    public void letRequestsFail() {
        mayRequestsFail = true;
    }

    /** Opens a page, and returns when its first look is there. */
    public void go(String page) {
        tab().go(dashboard().address() + "#/" + page);
        tab().await("document.querySelector('[data-path=\"" + page + "\"]') !== null");
        awaitDocuments();
    }

    /** Until all that the page asked for is there. */
    public void awaitDocuments() {
        tab().await("!document.querySelector('[aria-busy]')");
    }

    /** Takes pictures as on a phone and at a desk. */
    public void picture(String name) {
        for (int[] size : new int[][] {{360, 780}, {1440, 900}}) {
            tab().size(size[0], size[1]);
            tab().picture(PICTURES.resolve(name + "-" + size[0] + ".png"));
        }
    }

    /** What measures the page, before the server is away. */
    public void loadMeasures() {
        tab().value("import('/tests/audit.js').then(() => true)");
    }

    /** What falls short, by a function of {@code audit.js}. */
    public JsonNode measured(String measure) {
        return measuredAfter("", measure);
    }

    /** @param spoil done just before */
    public JsonNode measuredAfter(String spoil, String measure) {
        return tab().value(
                        "import('/tests/audit.js').then(audit => { " + spoil + "; return audit." + measure + "(); })");
    }

    /** Looks at a page in the sizes of a phone, a tablet, a desk and a wall; takes a picture, and measures. */
    public void assertReadable(String name) {
        for (int[] size : new int[][] {{360, 780}, {820, 1180}, {1440, 900}, {3840, 2160}}) {
            tab().size(size[0], size[1]);
            awaitDocuments();
            // The whole of it in one picture.
            tab().size(
                            size[0],
                            Math.max(
                                    size[1],
                                    tab().value("document.documentElement.scrollHeight")
                                            .asInt()));
            tab().picture(PICTURES.resolve(name.replace('/', '-') + "-" + size[0] + ".png"));
            tab().size(size[0], size[1]);
            for (String measure : List.of("contrast", "tooWide", "cut", "broken", "tooSmall", "structure")) {
                assertThat(measured(measure))
                        .as("%s of %s at %d wide", measure, name, size[0])
                        .isEmpty();
            }
        }
    }
}
