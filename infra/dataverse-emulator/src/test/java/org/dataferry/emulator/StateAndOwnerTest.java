package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.dataferry.emulator.auth.ApplicationUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners and their business units, columns of a create alone, states with messages of their own, and what a setting changes of these. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateAndOwnerTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    /** An emulator with these assumptions, as a settings file has them. */
    private static EmulatorFixture with(String assumptions) {
        return new EmulatorFixture(settings -> settings.with("assumptions: " + assumptions));
    }

    @Test
    void followsTheOwnerWithItsBusinessUnitAndTeam() {
        String root = client.get("WhoAmI").json().path("BusinessUnitId").asText();
        String unit = client.post(
                        "businessunits",
                        "{\"name\":\"North\",\"parentbusinessunitid@odata.bind\":\"/businessunits(" + root + ")\"}")
                .id();
        String team = client.post(
                        "teams", "{\"name\":\"T\",\"businessunitid@odata.bind\":\"/businessunits(" + unit + ")\"}")
                .id();
        String role = client.get("roles?$filter=" + ApiClient.encode("name eq 'System Administrator'"))
                .json()
                .path("value")
                .path(0)
                .path("roleid")
                .asText();
        client.post("teams(" + team + ")/teamroles_association/$ref", "{\"@odata.id\":\"roles(" + role + ")\"}");
        String account = "accounts(" + client.post("accounts", "{}").id() + ")";
        assertThat(client.get(account).json().path("_owningbusinessunit_value").asText())
                .isEqualTo(root);

        Answer assigned = client.patch(account, "{\"ownerid@odata.bind\":\"/teams(" + team + ")\"}");

        assertThat(assigned.status()).as(assigned.body()).isEqualTo(204);
        Answer read = client.get(account, "Prefer", "odata.include-annotations=\"*\"");
        assertThat(read.json().path("_ownerid_value").asText()).isEqualTo(team);
        assertThat(read.json()
                        .path("_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("team");
        assertThat(read.json().path("_owningteam_value").asText()).isEqualTo(team);
        assertThat(read.json().path("_owninguser_value").isNull()).isTrue();
        assertThat(read.json().path("_owningbusinessunit_value").asText()).isEqualTo(unit);
    }

    @Test
    void refusesOwnersThatAreNone() {
        assertThat(client.post("accounts", "{\"ownerid@odata.bind\":\"/accounts(" + UUID.randomUUID() + ")\"}")
                        .code())
                .isEqualTo("0x80048d19");
        assertThat(client.post("accounts", "{\"ownerid@odata.bind\":\"/teams(" + UUID.randomUUID() + ")\"}")
                        .code())
                .isEqualTo("0x80040217");
    }

    @Test
    void setsImportColumnsOnCreateOnly() {
        String account = "accounts("
                + client.post(
                                "accounts",
                                "{\"importsequencenumber\":-2147483648,\"overriddencreatedon\":\"2001-02-03\"}")
                        .id()
                + ")";

        client.patch(account, "{\"importsequencenumber\":1,\"overriddencreatedon\":\"2002-02-03\",\"name\":\"x\"}");

        Answer read = client.get(account);
        assertThat(read.json().path("importsequencenumber").asInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(read.json().path("createdon").asText()).isEqualTo("2001-02-03T00:00:00Z");
        assertThat(read.json().path("name").asText()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "opportunities, opportunity, 1, Won, WinOpportunity, OpportunityClose, opportunityid, 3",
        "opportunities, opportunity, 2, Lost, LoseOpportunity, OpportunityClose, opportunityid, 5",
        "incidents, incident, 1, Resolved, CloseIncident, IncidentResolution, incidentid, 1000",
        "salesorders, salesorder, 2, Canceled, CancelSalesOrder, OrderClose, salesorderid, 4",
        "salesorders, salesorder, 3, Fulfilled, FulfillSalesOrder, OrderClose, salesorderid, 100001",
    })
    void closesARowByItsOwnMessageOnly(
            String set,
            String table,
            int state,
            String label,
            String message,
            String activity,
            String lookup,
            int status) {
        String account = client.post("accounts", "{}").id();
        String name = table.equals("incident") ? "title" : "name";
        Answer made = client.post(
                set, "{\"" + name + "\":\"x\",\"customerid_account@odata.bind\":\"/accounts(" + account + ")\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(204);
        String row = set + "(" + made.id() + ")";

        Answer refused = client.patch(row, "{\"statecode\":" + state + "}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message())
                .isEqualTo("This message can not be used to set the state of " + table + " to " + label
                        + ". In order to set state of " + table + " to " + label + ", use the " + message
                        + "Request message instead.");

        Answer closed = client.post(
                message,
                "{\"Status\":" + status + ",\"" + activity + "\":{\"@odata.type\":\"Microsoft.Dynamics.CRM."
                        + activity.toLowerCase(Locale.ROOT) + "\",\"subject\":\"done\",\"" + lookup
                        + "@odata.bind\":\"/" + row + "\"}}");

        assertThat(closed.status()).as(closed.body()).isEqualTo(204);
        assertThat(client.get(row).json().path("statecode").asInt()).isEqualTo(state);
        assertThat(client.get(row).json().path("statuscode").asInt()).isEqualTo(status);
        assertThat(client.get(activity.toLowerCase(Locale.ROOT) + "s?$filter=_" + lookup + "_value%20eq%20" + made.id())
                        .json()
                        .path("value"))
                .hasSize(1);
    }

    @Test
    void beginsAProductAsADraft() {
        Answer made = client.post(
                "products",
                "{\"name\":\"P\",\"productnumber\":\"P1\",\"quantitydecimal\":2}",
                "Prefer",
                "return=representation");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("statecode").asInt()).isEqualTo(2);
        assertThat(made.json().path("statuscode").asInt()).isZero();
    }

    @Test
    void refusesReadOnlyColumnsAndStatesOnCreateWhereASettingSaysSo() {
        try (EmulatorFixture strict =
                with("{\"writes\":{\"readOnlyColumns\":\"Refused\",\"stateOnCreate\":\"Refused\"}}")) {
            ApiClient strictly = strict.client();

            assertThat(strictly.post("accounts", "{\"createdon\":\"2001-01-01T00:00:00Z\"}")
                            .code())
                    .isEqualTo("0x80040203");
            assertThat(strictly.post("accounts", "{\"statecode\":1}").message()).contains("statecode");
            assertThat(strictly.post("accounts", "{\"name\":\"x\"}").status()).isEqualTo(204);
        }
    }

    @Test
    void acceptsAStateOnCreateWhereASettingSaysSo() {
        try (EmulatorFixture lenient = with("{\"writes\":{\"stateOnCreate\":\"Accepted\"}}")) {
            Answer made = lenient.client()
                    .post("accounts", "{\"statecode\":1,\"statuscode\":2}", "Prefer", "return=representation");

            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.json().path("statecode").asInt()).isEqualTo(1);
        }
    }

    @Test
    void keepsEmptyTextsAndTakesOwnersWithoutRightsWhereSettingsSaySo() {
        try (EmulatorFixture lenient =
                with("{\"texts\":{\"emptyIsNull\":false},\"security\":{\"ownerNeedsRead\":false},"
                        + "\"writes\":{\"missingLookupStatus\":400,\"deleteMultipleStatus\":400}}")) {
            ApiClient loosely = lenient.client();
            String user = loosely.post("systemusers", "{\"firstname\":\"a\"}").id();

            Answer made = loosely.post(
                    "accounts",
                    "{\"fax\":\"\",\"ownerid@odata.bind\":\"/systemusers(" + user + ")\"}",
                    "Prefer",
                    "return=representation");

            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.body()).contains("\"fax\":\"\"");
            assertThat(loosely.post(
                                    "accounts",
                                    "{\"parentaccountid@odata.bind\":\"/accounts(" + UUID.randomUUID() + ")\"}")
                            .status())
                    .isEqualTo(400);
            assertThat(loosely.post("accounts/Microsoft.Dynamics.CRM.DeleteMultiple", "{}")
                            .status())
                    .isEqualTo(400);
        }
        String user = client.post("systemusers", "{\"firstname\":\"a\"}").id();
        assertThat(client.post("accounts", "{\"ownerid@odata.bind\":\"/systemusers(" + user + ")\"}")
                        .status())
                .as("by default an owner must be able to read")
                .isEqualTo(403);
        assertThat(client.get("accounts?$filter=_ownerid_value%20eq%20" + ApplicationUser.FERRY.systemUserId())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void holdsToTheTransitionsOfATablesStatuses() {
        client.createTable("mig_Staged");
        for (int value : new int[] {3, 4}) {
            client.post(
                    "InsertStatusValue",
                    "{\"EntityLogicalName\":\"mig_staged\",\"AttributeLogicalName\":\"statuscode\",\"StateCode\":0,\"Value\":"
                            + value + "}");
        }
        Answer defined = client.call(
                "PUT", "EntityDefinitions(LogicalName='mig_staged')/Attributes(LogicalName='statuscode')", """
                {"OptionSet":{"Options":[{"Value":1,"TransitionData":"<allowedtransitions xmlns=\\"http://schemas.microsoft.com/crm/2009/WebServices\\"><allowedtransition sourcestatusid=\\"1\\" tostatusid=\\"3\\" /></allowedtransitions>"}]}}""");
        assertThat(defined.status()).as(defined.body()).isEqualTo(204);
        String row = "mig_stageds(" + client.post("mig_stageds", "{}").id() + ")";

        Answer refused = client.patch(row, "{\"statuscode\":4}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x8004f00e");
        assertThat(client.patch(row, "{\"statuscode\":3}").status()).isEqualTo(204);
        assertThat(client.patch(row, "{\"statuscode\":4}").status())
                .as("a status without transitions leads everywhere")
                .isEqualTo(204);
    }
}
