package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dataferry.acceptance.browser.DashboardInBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the dashboard's pages can be read and used by everybody: on any screen, by keyboard, in light and dark. */
final class DashboardReadingIT {

    private static final List<String> PAGES = List.of(
            "overview",
            "entities",
            "entities/ferry_shift",
            "entities/account",
            "errors",
            "replays",
            "limits",
            "source",
            "log",
            "records",
            "records/6fa1c1d0-9c5e-41ee-8c90-0242ac120001",
            "rows/contact");

    @RegisterExtension
    private static final DashboardInBrowser pages = new DashboardInBrowser();

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyPageCanBeReadAndUsedOnAnyScreen(String scheme) {
        pages.tab().prefers(scheme, true);
        for (String page : PAGES) {
            pages.go(page);
            pages.assertReadable(scheme + "-" + page);
        }
    }

    /** Else the others would prove nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    contrast  | document.querySelector('.note').style.color = '#999'
                    tooWide   | document.querySelector('h1').style.width = '5000px'
                    cut       | document.querySelector('.figure p').style.width = '2px'
                    broken    | document.querySelector('#lag .figure-number').style.cssText = 'display: block; width: 2ch'
                    tooSmall  | document.querySelector('#theme').style.cssText = 'min-height: 0; height: 12px; padding: 0'
                    structure | document.querySelector('h1').remove()
                    """)
    void theMeasuresFindWhatFallsShort(String measure, String spoil) {
        pages.go("overview");
        assertThat(pages.measured(measure)).isEmpty();

        // In one go, as the next look may mend it.
        assertThat(pages.measuredAfter(spoil, measure)).isNotEmpty();
    }

    @Test
    void allThatCanBePressedHasAName() {
        for (String page : PAGES) {
            pages.go(page);
            pages.tab().await("!document.querySelector('[aria-busy]')");
            for (JsonNode node : pages.tab().accessibility()) {
                String role = node.at("/role/value").asText();
                if (List.of(
                                "button",
                                "link",
                                "textbox",
                                "searchbox",
                                "slider",
                                "radio",
                                "meter",
                                "navigation",
                                "region",
                                "Date")
                        .contains(role)) {
                    assertThat(node.at("/name/value").asText())
                            .as("%s on %s: %s", role, page, node)
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void theKeyboardReachesTheContentAndAllPages() {
        pages.go("overview");
        pages.tab().press("Tab");
        assertThat(pages.tab().value("document.activeElement.id").asText()).isEqualTo("skip");
        pages.tab().press("Enter");
        assertThat(pages.tab().value("document.activeElement.id").asText()).isEqualTo("main");

        for (String page : List.of("entities", "errors", "replays", "limits", "source", "log")) {
            pages.tab().value("document.activeElement.blur()");
            pages.tab().tabTo("nav a[href='#/" + page + "']");
            assertThat(pages.tab()
                            .value("getComputedStyle(document.activeElement).outlineStyle")
                            .asText())
                    .isEqualTo("solid");
            pages.tab().press("Enter");
            pages.tab().await("document.querySelector('.page-" + page + "') !== null");
            pages.tab().await("document.activeElement.id === 'main'");
        }
    }

    @Test
    void coloursFollowTheSystemOrTheSwitch() {
        pages.tab().prefers("dark", true);
        pages.go("overview");
        String dark = pages.tab()
                .value("getComputedStyle(document.body).backgroundColor")
                .asText();
        pages.tab().prefers("light", true);
        String light = pages.tab()
                .value("getComputedStyle(document.body).backgroundColor")
                .asText();
        assertThat(light).isNotEqualTo(dark);

        pages.tab().click("#theme");
        pages.tab().await("document.documentElement.dataset.theme === 'light'");
        pages.tab().click("#theme");
        pages.tab().await("getComputedStyle(document.body).backgroundColor === '" + dark + "'");
        pages.tab().value("window.isBefore = true");
        pages.tab().reload();
        pages.tab().await("window.isBefore === undefined && document.querySelector('.page') !== null");
        assertThat(pages.tab()
                        .value("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo(dark);
    }

    @Test
    void theChartIsReadOutByKeys() {
        pages.go("overview");
        pages.tab().await("document.querySelector('.plot .line') !== null");
        assertThat(pages.tab().count(".plot .line"))
                .as("a gap where nothing was known")
                .isEqualTo(2);

        pages.tab().click("input[value=\"3600\"]");
        awaitRead("max - min > 3000");
        pages.tab().tabTo(".plot");
        pages.tab().press("Home");
        awaitRead("now === min");
        pages.tab().press("ArrowRight");
        pages.tab().press("ArrowRight");
        awaitRead("now >= min + 10 && now < min + 60");
        pages.tab().press("End");
        awaitRead("now >= max - 15");

        assertThat(pages.tab()
                        .value("document.querySelector('.plot').getAttribute('aria-valuetext')")
                        .asText())
                .matches("[\\d.]+ (s|min).* at .*\\d\\d:\\d\\d:\\d\\d CES?T");
        pages.tab().click(".chart summary");
        assertThat(pages.tab().count(".chart tbody tr")).isEqualTo(30);
    }

    @Test
    void entitiesAreSortedAndFilteredByKeyboardAndTheAddressRemembers() {
        pages.go("entities");
        assertThat(pages.tab().text("tbody th")).isEqualTo("ferry_shift");

        pages.tab().tabTo("[data-sort=announced]");
        pages.tab().press("Enter");
        pages.tab().await("document.querySelector('[aria-sort=descending]').innerText.startsWith('Announced')");
        assertThat(pages.tab().text("tbody th")).isEqualTo("ferry_shiftorder");
        pages.tab().press("Enter");
        pages.tab().await("document.querySelector('[aria-sort=ascending]') !== null");
        assertThat(pages.tab().text("tbody th")).isEqualTo("ferry_clearance");

        assertThat(pages.tab().value("location.hash").asText()).isEqualTo("#/entities?sort=announced");
        assertThat(pages.tab().text("tfoot")).contains("533,390");
    }

    @Test
    void whatIsFocusedAndTypedOutlivesNewLooks() {
        pages.go("entities");
        pages.tab().tabTo("#filter");
        pages.tab().type("shift");
        pages.tab().await("document.querySelectorAll('tbody tr').length === 2");

        pages.dashboard().change(status -> status.withObject("/lag").put("changes", 5));
        pages.tab().await("document.title.includes('5 behind')");

        assertThat(pages.tab().value("document.activeElement.id").asText()).isEqualTo("filter");
        assertThat(pages.tab().value("document.activeElement.value").asText()).isEqualTo("shift");
        assertThat(pages.tab().count("tbody tr")).isEqualTo(2);
    }

    /** @param condition on the moments at the ends of the chart and the one that is read out, in seconds */
    private static void awaitRead(String condition) {
        pages.tab()
                .await("(([min, max, now]) => " + condition + ")(['min', 'max', 'now'].map(name =>"
                        + " Number(document.querySelector('.plot').getAttribute('aria-value' + name))))");
    }
}
