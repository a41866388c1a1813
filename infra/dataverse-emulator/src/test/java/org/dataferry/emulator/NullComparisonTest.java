package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which conditions a row without a value fulfils: {@code none} has neither a text nor a number, {@code a} and {@code b} have both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NullComparisonTest {
    private EmulatorFixture asDataverse;
    private EmulatorFixture asSql;

    @BeforeAll
    void start() {
        asDataverse = new EmulatorFixture();
        asSql = new EmulatorFixture(settings -> SettingsText.parse("assumptions: {queries: {nullIsNotEqual: false}}")
                .over(settings));
        for (EmulatorFixture emulator : List.of(asDataverse, asSql)) {
            ApiClient client = emulator.client();
            client.createTable("mig_Thing");
            client.createColumn("mig_thing", "String", "mig_Text", ",\"MaxLength\":50");
            client.createColumn("mig_thing", "Integer", "mig_Number", "");
            client.createLookup("mig_thing_up", "mig_thing", "mig_thing", "mig_Up", "RemoveLink");
            String a = client.post("mig_things", "{\"mig_name\":\"a\",\"mig_text\":\"x\",\"mig_number\":1}")
                    .id();
            client.post(
                    "mig_things",
                    "{\"mig_name\":\"b\",\"mig_text\":\"y\",\"mig_number\":5,\"mig_Up@odata.bind\":\"/mig_things(" + a
                            + ")\"}");
            client.post("mig_things", "{\"mig_name\":\"none\"}");
        }
    }

    @AfterAll
    void stop() {
        asDataverse.close();
        asSql.close();
    }

    private static String names(EmulatorFixture emulator, String query) {
        Answer answer = emulator.client().get("mig_things?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return String.join(",", answer.json().path("value").findValuesAsText("mig_name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What is asked, what Dataverse answers, what SQL would.
                "mig_text ne 'x' | b,none | b",
                "not (mig_text eq 'x') | b,none | b",
                "not (mig_text ne 'x') | a | a",
                "not not (mig_text ne 'x') | b,none | b",
                "mig_number ne 1 | b,none | b",
                "mig_number gt 1 | b | b",
                "not (mig_number gt 1) | a | a",
                "not (mig_number le 1 or mig_text eq 'y') | '' | ''",
                "not (mig_number le 1 and mig_text eq 'x') | b,none | b",
                "not contains(mig_text,'x') | b,none | b",
                "not startswith(mig_text,'x') | b,none | b",
                "mig_text eq null | none | none",
                "mig_text ne null | a,b | a,b",
                "not (mig_text eq null) | a,b | a,b",
                "_mig_up_value ne 00000000-0000-0000-0000-000000000001 | a,b,none | b",
                "mig_Up/mig_text ne 'z' | a,b,none | b",
                "not mig_thing_up/any(c:c/mig_number gt 1) | b,none | b,none",
                "Microsoft.Dynamics.CRM.NotIn(PropertyName='mig_text',PropertyValues=[\"x\"]) | b | b",
                "not Microsoft.Dynamics.CRM.In(PropertyName='mig_text',PropertyValues=[\"x\"]) | b | b",
                "Microsoft.Dynamics.CRM.NotBetween(PropertyName='mig_number',PropertyValues=[\"0\",\"2\"]) | b | b",
            })
    void inFilters(String filter, String dataverse, String sql) {
        String query = "$orderby=mig_name&$filter=" + ApiClient.encode(filter);

        assertThat(names(asDataverse, query)).isEqualTo(dataverse.replace("''", ""));
        assertThat(names(asSql, query)).isEqualTo(sql.replace("''", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ne | x | b,none | b",
                "neq | x | b,none | b",
                "not-like | x% | b,none | b",
                "not-begin-with | x | b,none | b",
                "not-end-with | x | b,none | b",
                "eq | x | a | a",
                "like | x% | a | a",
            })
    void inFetchXml(String operator, String value, String dataverse, String sql) {
        String query = "fetchXml="
                + ApiClient.encode("<fetch><entity name='mig_thing'><attribute name='mig_name'/>"
                        + "<order attribute='mig_name'/><filter><condition attribute='mig_text' operator='" + operator
                        + "' value='" + value + "'/></filter></entity></fetch>");

        assertThat(names(asDataverse, query)).isEqualTo(dataverse);
        assertThat(names(asSql, query)).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource({"not-in", "not-between"})
    void listsAndRangesLeaveThemOutEitherWay(String operator) {
        String query = "fetchXml="
                + ApiClient.encode("<fetch><entity name='mig_thing'><attribute name='mig_name'/><filter>"
                        + "<condition attribute='mig_number' operator='" + operator
                        + "'><value>1</value><value>1</value></condition></filter></entity></fetch>");

        assertThat(names(asDataverse, query)).isEqualTo("b");
        assertThat(names(asSql, query)).isEqualTo("b");
    }
}
