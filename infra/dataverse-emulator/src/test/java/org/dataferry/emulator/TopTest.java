package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code $top} beside the size of a page, which is 5,000 rows in Dataverse and 3 here; there are 8 rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture(settings ->
                SettingsText.parse("assumptions: {queries: {pageRows: 3}}").over(settings));
        client = emulator.client();
        client.createTable("mig_Thing");
        for (int i = 0; i < 8; i++) {
            client.post("mig_things", "{\"mig_name\":\"" + i + "\"}");
        }
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    /** The sizes of the pages, up to the last one. */
    private List<Integer> pages(String path, String... headers) {
        List<Integer> sizes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String link = path;
        while (!link.isEmpty()) {
            Answer answer = client.get(link, headers);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            List<String> names = answer.json().path("value").findValuesAsText("mig_name");
            sizes.add(names.size());
            seen.addAll(names);
            link = answer.json().path("@odata.nextLink").asText("");
        }
        assertThat(seen).doesNotHaveDuplicates();
        return sizes;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0", "2 | 2", "3 | 3", "4 | 3,1", "6 | 3,3", "7 | 3,3,1", "8 | 3,3,2", "100 | 3,3,2"})
    void limitsTheRowsOfAllPagesTogether(int top, String expected) {
        for (String order : List.of("", "&$orderby=mig_name%20desc")) {
            assertThat(pages("mig_things?$top=" + top + order).toString().replaceAll("[\\[\\] ]", ""))
                    .isEqualTo(expected);
        }
    }

    @Test
    void isIgnoredBesideAPageSize() {
        assertThat(pages("mig_things?$top=1", "Prefer", "odata.maxpagesize=2")).containsExactly(2, 2, 2, 2);
    }

    @Test
    void aLargerPageSizeIsNoLargerPage() {
        assertThat(pages("mig_things", "Prefer", "odata.maxpagesize=100")).containsExactly(3, 3, 2);
    }
}
