package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** $filter beyond the columns of one row. Source: Microsoft's page "Filter rows using OData". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterTest {
    private EmulatorFixture emulator;
    private ApiClient client;
    private String ann;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        client.createManyToMany("mig_account_contact", "account", "contact", "");
        client.createColumn(
                "account",
                "MultiSelectPicklist",
                "mig_Hobbies",
                ",\"OptionSet\":{\"IsGlobal\":false,\"Options\":[" + option(1, "Swimming") + "," + option(2, "Hiking")
                        + "," + option(12, "Chess") + "]}");
        ann = contact("Ann", "");
        account("k1", ",\"numberofemployees\":1,\"fax\":\"k1\",\"name\":\"a_b\",\"mig_hobbies\":\"1,12\"");
        account(
                "k2",
                ",\"numberofemployees\":5,\"name\":\"axb\",\"mig_hobbies\":\"2\",\"primarycontactid@odata.bind\":\"/contacts("
                        + ann + ")\"");
        account("k3", ",\"numberofemployees\":9,\"name\":\"100%\"");
        String child = contact("Bob", ",\"parentcustomerid_account@odata.bind\":\"/accounts(mig_key='k1')\"");
        contact("Cid", ",\"parentcustomerid_account@odata.bind\":\"/accounts(mig_key='k1')\"");
        contact("Bob", ",\"parentcustomerid_account@odata.bind\":\"/accounts(mig_key='k2')\"");
        client.post(
                "tasks",
                "{\"subject\":\"Call\",\"regardingobjectid_contact_task@odata.bind\":\"/contacts(" + child + ")\"}");
        assertThat(client.link("accounts(mig_key='k3')", "mig_account_contact", "contacts(" + ann + ")")
                        .status())
                .isEqualTo(204);
    }

    private static String option(int value, String label) {
        return "{\"Value\":" + value + ",\"Label\":{\"LocalizedLabels\":[{\"Label\":\"" + label
                + "\",\"LanguageCode\":1033}]}}";
    }

    private String contact(String firstName, String more) {
        Answer answer = client.post("contacts", "{\"firstname\":\"" + firstName + "\",\"lastname\":\"X\"" + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return answer.id();
    }

    private void account(String key, String more) {
        Answer answer = client.post("accounts", "{\"mig_key\":\"" + key + "\"" + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private Answer filtered(String filter) {
        return client.get("accounts?$select=mig_key&$orderby=mig_key&$filter=" + ApiClient.encode(filter));
    }

    private String keys(String filter) {
        Answer answer = filtered(filter);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return String.join(",", answer.json().path("value").findValuesAsText("mig_key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "primarycontactid/firstname eq 'ann' | k2",
                "primarycontactid/createdby/fullname ne null | k2",
                "primarycontactid/firstname eq null | k1,k3",
                "contains(primarycontactid/fullname,'n x') | k2",
                "contact_customer_accounts/any() | k1,k2",
                "not contact_customer_accounts/any() | k3",
                "contact_customer_accounts/any(c:c/firstname eq 'Cid') | k1",
                "contact_customer_accounts/any(c:contains(c/firstname,'o') and c/lastname eq 'x') | k1,k2",
                "contact_customer_accounts/all(c:c/firstname eq 'Bob') | k2,k3",
                "contact_customer_accounts/any(c:c/Contact_Tasks/any(t:t/subject eq 'Call')) and name ne null | k1",
                "mig_account_contact/any(c: c/firstname eq 'Ann') | k3",
                "mig_account_contact/any(c:(c/firstname eq 'Bob')) | ``",
                "mig_key eq fax | k1",
                "Microsoft.Dynamics.CRM.In(PropertyName='mig_key',PropertyValues=[\"k1\",\"O'Brian\",\"k3\"]) | k1,k3",
                "Microsoft.Dynamics.CRM.NotIn(PropertyName='mig_key',PropertyValues=['k1','k3']) | k2",
                "Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=[\"5\",\"9\"]) | k2,k3",
                "Microsoft.Dynamics.CRM.NotBetween(PropertyName='numberofemployees',PropertyValues=[\"5\",\"9\"]) | k1",
                "Microsoft.Dynamics.CRM.ContainValues(PropertyName='mig_hobbies',PropertyValues=['2']) | k2",
                "Microsoft.Dynamics.CRM.ContainValues(PropertyName='mig_hobbies',PropertyValues=['1','2']) | k1,k2",
                "Microsoft.Dynamics.CRM.DoesNotContainValues(PropertyName='mig_hobbies',PropertyValues=['2']) | k1,k3",
                "contains(name,'a_b') | k1,k2",
                "contains(name,'[_]') | k1",
                "startswith(name,'a[^x]') | k1",
                "endswith(name,'%b') | k1,k2",
            })
    void filters(String filter, String expected) {
        assertThat(keys(filter)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void takesAQuotedIdForALookup() {
        assertThat(keys("_primarycontactid_value eq '" + ann + "'")).isEqualTo("k2");
    }

    @Test
    void takesAParameterAliasForAnyLiteral() {
        Answer answer = client.get("accounts?$select=mig_key&$filter="
                + ApiClient.encode("fax eq @p and numberofemployees lt @n") + "&@p='k1'&@n=2");

        assertThat(answer.json().path("value").findValuesAsText("mig_key")).containsExactly("k1");
        assertThat(filtered("fax eq @none").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fax eq numberofemployees | 400",
                "primarycontactid/nothing eq 1 | 400",
                "nothing/name eq 'x' | 400",
                "primarycontactid/contact_customer_contacts/any(c:c/firstname eq 'x') | 400",
                "contact_customer_accounts/any(firstname eq 'x') | 400",
                "contact_customer_accounts/all() | 400",
                "primarycontactid/any() | 400",
                "name eq 'O'Brian' | 400",
                "Microsoft.Dynamics.CRM.ContainValues(PropertyName='name',PropertyValues=['2']) | 400",
                "Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=['2']) | 400",
                "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=2) | 501",
                "year(createdon) eq 2020 | 501",
                "contact_customer_accounts/any(c:name eq 'x') | 501",
            })
    void refuses(String filter, int status) {
        Answer answer = filtered(filter);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.message()).isNotBlank();
    }

    @Test
    void refusesDeepNestingInsteadOfFailing() {
        assertThat(filtered("not ".repeat(1000) + "fax eq null").status()).isEqualTo(400);
        assertThat(List.of(filtered("(".repeat(1000) + "fax eq null" + ")".repeat(1000))
                        .status()))
                .containsExactly(400);
    }
}
