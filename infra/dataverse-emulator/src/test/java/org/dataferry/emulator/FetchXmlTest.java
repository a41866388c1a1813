package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FetchXML over the Web API. Source: Microsoft's pages "Use FetchXml to query data" and those below it. */
final class FetchXmlTest {
    private static EmulatorFixture emulator;
    private static ApiClient client;

    @BeforeAll
    static void threeCompaniesAndTheirPeople() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        String alfa = account("Alfa", 10, "a1");
        String beta = account("Beta", 20, "b1");
        account("Gamma 50%", 30, "g1");
        contact("Ann", "Able", alfa);
        contact("Bob", "Baker", alfa);
        contact("Cid", "Cole", beta);
        contact("Dan", "Dole", null);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static String account(String name, int employees, String number) {
        return client.post(
                        "accounts",
                        "{\"name\":\"%s\",\"numberofemployees\":%d,\"accountnumber\":\"%s\"}"
                                .formatted(name, employees, number))
                .id();
    }

    private static void contact(String first, String last, String account) {
        String parent =
                account == null ? "" : ",\"parentcustomerid_account@odata.bind\":\"/accounts(" + account + ")\"";
        Answer answer =
                client.post("contacts", "{\"firstname\":\"%s\",\"lastname\":\"%s\"%s}".formatted(first, last, parent));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private static Answer fetch(String set, String xml, String... headers) {
        return client.get(set + "?fetchXml=" + ApiClient.encode(xml), headers);
    }

    private static List<String> texts(Answer answer, String name) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("value").spliterator(), false)
                .map(row -> row.path(name).asText("(none)"))
                .toList();
    }

    private static List<String> names(String inside) {
        return texts(
                fetch(
                        "accounts",
                        "<fetch><entity name='account'><attribute name='name'/>" + inside + "</entity></fetch>"),
                "name");
    }

    private static List<String> where(String condition) {
        return names("<filter>" + condition + "</filter>");
    }

    @Test
    void theChosenColumnsAndTheIdAreThere() {
        JsonNode row = fetch(
                        "accounts", "<fetch top='1'><entity name='account'><attribute name='name'/></entity></fetch>")
                .json()
                .at("/value/0");

        assertThat(row.path("name").asText()).isEqualTo("Alfa");
        assertThat(row.has("accountid")).isTrue();
        assertThat(row.has("numberofemployees")).isFalse();
    }

    @Test
    void conditionsHoldAsTheirOperatorsSay() {
        assertThat(where("<condition attribute='name' operator='eq' value='BETA'/>"))
                .containsExactly("Beta");
        assertThat(where("<condition attribute='name' operator='ne' value='beta'/>"))
                .containsExactly("Alfa", "Gamma 50%");
        assertThat(where("<condition attribute='name' operator='like' value='%a'/>"))
                .containsExactly("Alfa", "Beta");
        assertThat(where("<condition attribute='name' operator='like' value='_eta'/>"))
                .containsExactly("Beta");
        assertThat(where("<condition attribute='name' operator='like' value='[ab]%'/>"))
                .containsExactly("Alfa", "Beta");
        assertThat(where("<condition attribute='name' operator='not-like' value='%a'/>"))
                .containsExactly("Gamma 50%");
        assertThat(where("<condition attribute='name' operator='begins-with' value='GA'/>"))
                .containsExactly("Gamma 50%");
        assertThat(where("<condition attribute='name' operator='ends-with' value='50%'/>"))
                .containsExactly("Gamma 50%");
        assertThat(where("<condition attribute='numberofemployees' operator='gt' value='10'/>"))
                .containsExactly("Beta", "Gamma 50%");
        assertThat(where(
                        "<condition attribute='numberofemployees' operator='between'><value>10</value><value>20</value>"
                                + "</condition>"))
                .containsExactly("Alfa", "Beta");
        assertThat(
                        where(
                                "<condition attribute='numberofemployees' operator='in'><value>10</value><value>30</value></condition>"))
                .containsExactly("Alfa", "Gamma 50%");
        assertThat(where("<condition attribute='telephone1' operator='not-null'/>"))
                .isEmpty();
        assertThat(where("<condition attribute='createdon' operator='today'/>")).hasSize(3);
        assertThat(where("<condition attribute='createdon' operator='yesterday'/>"))
                .isEmpty();
        assertThat(where("<condition attribute='ownerid' operator='eq-userid'/>"))
                .hasSize(3);
    }

    @Test
    void filtersNest() {
        assertThat(names("""
                <filter type='and'>
                  <condition attribute='numberofemployees' operator='ge' value='20'/>
                  <filter type='or'>
                    <condition attribute='name' operator='eq' value='Alfa'/>
                    <condition attribute='name' operator='eq' value='Beta'/>
                  </filter>
                </filter>""")).containsExactly("Beta");
    }

    @Test
    void aLinkToTheParentJoinsAndNamesColumnsByItsAlias() {
        Answer answer = fetch("contacts", """
                <fetch><entity name='contact'><attribute name='lastname'/><order attribute='lastname' descending='true'/>
                  <link-entity name='account' from='accountid' to='parentcustomerid' alias='company'>
                    <attribute name='name'/>
                    <filter><condition attribute='name' operator='eq' value='Alfa'/></filter>
                  </link-entity></entity></fetch>""");

        assertThat(texts(answer, "lastname")).containsExactly("Baker", "Able");
        assertThat(texts(answer, "company.name")).containsExactly("Alfa", "Alfa");
    }

    @Test
    void anOuterLinkKeepsRowsWithoutAPartner() {
        Answer answer = fetch("contacts", """
                <fetch><entity name='contact'><attribute name='lastname'/><order attribute='lastname'/>
                  <link-entity name='account' from='accountid' to='parentcustomerid' link-type='outer' alias='company'>
                    <attribute name='name'/></link-entity></entity></fetch>""");

        assertThat(texts(answer, "lastname")).containsExactly("Able", "Baker", "Cole", "Dole");
        assertThat(texts(answer, "company.name")).containsExactly("Alfa", "Alfa", "Beta", "(none)");
    }

    @Test
    void aLinkToChildrenGivesARowForEach() {
        Answer answer = fetch("accounts", """
                <fetch><entity name='account'><attribute name='name'/>
                  <link-entity name='contact' from='parentcustomerid' to='accountid' alias='person'>
                    <attribute name='firstname'/><order attribute='firstname'/></link-entity></entity></fetch>""");

        assertThat(texts(answer, "person.firstname")).containsExactly("Ann", "Bob", "Cid");
        assertThat(texts(answer, "name")).containsExactly("Alfa", "Alfa", "Beta");
    }

    @Test
    void aConditionMayNameARowOfALink() {
        Answer answer = fetch("contacts", """
                <fetch><entity name='contact'><attribute name='lastname'/>
                  <filter><condition entityname='company' attribute='accountid' operator='null'/></filter>
                  <link-entity name='account' from='accountid' to='parentcustomerid' link-type='outer' alias='company'/>
                </entity></fetch>""");

        assertThat(texts(answer, "lastname")).containsExactly("Dole");
    }

    @Test
    void pagesGoOnByTheirCookie() {
        String annotations = "odata.include-annotations=\"*\"";
        Answer first = fetch(
                "accounts",
                "<fetch count='2'><entity name='account'><attribute name='name'/></entity></fetch>",
                "Prefer",
                annotations);
        assertThat(texts(first, "name")).containsExactly("Alfa", "Beta");
        assertThat(first.json().path("@Microsoft.Dynamics.CRM.morerecords").asBoolean())
                .isTrue();

        String wrapped = first.json()
                .path("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie")
                .asText();
        String cookie = decode(decode(wrapped.replaceAll(".*pagingcookie=\"([^\"]*)\".*", "$1")));
        Answer second = fetch(
                "accounts",
                "<fetch count='2' page='2' paging-cookie='"
                        + cookie.replace("<", "&lt;").replace(">", "&gt;")
                        + "'><entity name='account'><attribute name='name'/></entity></fetch>",
                "Prefer",
                annotations);

        assertThat(texts(second, "name")).containsExactly("Gamma 50%");
        assertThat(second.json().path("@Microsoft.Dynamics.CRM.morerecords").asBoolean())
                .isFalse();
    }

    @Test
    void distinctRowsComeOnce() {
        assertThat(texts(fetch("accounts", """
                                <fetch distinct='true'><entity name='account'><attribute name='name'/>
                                  <link-entity name='contact' from='parentcustomerid' to='accountid'/></entity></fetch>"""), "name")).containsExactly("Alfa", "Beta");
    }

    @Test
    void aggregatesGroup() {
        Answer answer = fetch("contacts", """
                <fetch aggregate='true'><entity name='contact'>
                  <attribute name='contactid' aggregate='count' alias='people'/>
                  <link-entity name='account' from='accountid' to='parentcustomerid' alias='company'>
                    <attribute name='name' groupby='true' alias='company_name'/>
                    <attribute name='numberofemployees' aggregate='avg' alias='size'/>
                  </link-entity><order alias='people' descending='true'/></entity></fetch>""");

        assertThat(texts(answer, "company_name")).containsExactly("Alfa", "Beta");
        assertThat(texts(answer, "people")).containsExactly("2", "1");
        assertThat(texts(answer, "size")).containsExactly("10", "20");
    }

    @Test
    void anAggregateWithoutGroupsIsOneRow() {
        JsonNode row = fetch("accounts", """
                <fetch aggregate='true'><entity name='account'>
                  <attribute name='numberofemployees' aggregate='sum' alias='total'/>
                  <attribute name='numberofemployees' aggregate='max' alias='most'/>
                  <attribute name='telephone1' aggregate='countcolumn' alias='phones'/></entity></fetch>""").json().at("/value/0");

        assertThat(row.path("total").asInt()).isEqualTo(60);
        assertThat(row.path("most").asInt()).isEqualTo(30);
        assertThat(row.path("phones").asInt(-1)).isZero();
    }

    @Test
    void dayPartsGroup() {
        JsonNode row = fetch("accounts", """
                <fetch aggregate='true'><entity name='account'>
                  <attribute name='createdon' groupby='true' dategrouping='year' alias='year'/>
                  <attribute name='accountid' aggregate='count' alias='n'/></entity></fetch>""").json().at("/value/0");

        assertThat(row.path("year").asInt()).isGreaterThan(2000);
        assertThat(row.path("n").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsWrongIsSaid() {
        Answer unknown = fetch("accounts", "<fetch><entity name='account'><attribute name='nope'/></entity></fetch>");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("0x80041103");
        assertThat(unknown.message()).contains("'nope'");

        assertThat(fetch("accounts", "<fetch><entity name='account'>").status()).isEqualTo(400);
        assertThat(fetch("accounts", "<fetch><entity name='contact'/></fetch>").status())
                .isEqualTo(400);
        assertThat(fetch("accounts", """
                <fetch><entity name='account'><filter><condition attribute='name' operator='eq-or-above' value='x'/></filter>
                </entity></fetch>""").status()).isEqualTo(501);
    }

    @Test
    void entitiesOfTheDocumentAreNotRead() {
        Answer answer = fetch("accounts", """
                <!DOCTYPE fetch [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <fetch><entity name='account'><filter><condition attribute='name' operator='eq' value='a'>&x;</condition></filter>
                </entity></fetch>""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("root:");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
