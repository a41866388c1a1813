package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.dataferry.emulator.auth.ApplicationUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users, roles and privileges: what each may do, and how it is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
    private static final ApplicationUser LIMITED = new ApplicationUser(
            UUID.fromString("22222222-2222-2222-2222-222222222222"), "two", "Limited", List.of(), null);
    private static final ApplicationUser STRANGER = new ApplicationUser(
            UUID.fromString("33333333-3333-3333-3333-333333333333"), "three", "Stranger", null, false);
    private static final ApplicationUser OTHER = new ApplicationUser(
            UUID.fromString("44444444-4444-4444-4444-444444444444"), "four", "Other", List.of(), null);

    private EmulatorFixture emulator;
    private ApiClient admin;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture(
                settings -> settings.withUsers(List.of(ApplicationUser.FERRY, LIMITED, STRANGER, OTHER)));
        admin = emulator.client();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private ApiClient as(ApplicationUser user) {
        return new ApiClient(emulator.baseUrl(), user);
    }

    private String privilege(String name) {
        return admin.get("privileges?$select=privilegeid&$filter=" + ApiClient.encode("name eq '" + name + "'"))
                .json()
                .path("value")
                .path(0)
                .path("privilegeid")
                .asText();
    }

    /** Gives the user one new role with these privileges and takes its other ones; each is a name and a depth with a colon. */
    private void give(ApplicationUser user, String... privileges) {
        String users = "systemusers(" + user.systemUserId() + ")";
        for (String role : admin.get(users + "/systemuserroles_association?$select=roleid")
                .json()
                .path("value")
                .findValuesAsText("roleid")) {
            admin.delete(users + "/systemuserroles_association(" + role + ")/$ref");
        }
        if (privileges.length == 0) {
            return;
        }
        String root = admin.get("WhoAmI").json().path("BusinessUnitId").asText();
        String role = admin.post(
                        "roles", "{\"name\":\"r\",\"businessunitid@odata.bind\":\"/businessunits(" + root + ")\"}")
                .id();
        List<String> grants = new ArrayList<>();
        for (String privilege : privileges) {
            String[] parts = privilege.split(":");
            grants.add("{\"PrivilegeId\":\"" + privilege(parts[0]) + "\",\"Depth\":\"" + parts[1] + "\"}");
        }
        assertThat(admin.post(
                                "roles(" + role + ")/Microsoft.Dynamics.CRM.AddPrivilegesRole",
                                "{\"Privileges\":[" + String.join(",", grants) + "]}")
                        .status())
                .isEqualTo(204);
        assertThat(admin.post(
                                users + "/systemuserroles_association/$ref",
                                "{\"@odata.id\":\"" + admin.rootUrl() + "roles(" + role + ")\"}")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void readsNoRelatedRowsOfATableThatTheUserMayNotRead() {
        String contact = admin.post("contacts", "{\"lastname\":\"X\"}").id();
        String account = admin.post(
                        "accounts", "{\"name\":\"A\",\"primarycontactid@odata.bind\":\"/contacts(" + contact + ")\"}")
                .id();
        give(LIMITED, "prvReadAccount:Global");
        ApiClient limited = as(LIMITED);

        assertThat(limited.get("accounts(" + account + ")?$select=name").status())
                .isEqualTo(200);
        for (String path : List.of(
                "accounts?$expand=primarycontactid",
                "accounts(" + account + ")?$expand=contact_customer_accounts",
                "accounts?$filter=primarycontactid/lastname%20eq%20'X'",
                "accounts?$filter=contact_customer_accounts/any()",
                "accounts(" + account + ")/primarycontactid",
                "accounts(" + account + ")/contact_customer_accounts")) {
            assertThat(limited.get(path).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void tracksChangesOnlyForWhoMayReadTheWholeTable() {
        admin.createTable("mig_Tracked", ",\"ChangeTrackingEnabled\":true");
        String token = admin.get("mig_trackeds", "Prefer", "odata.track-changes")
                .json()
                .path("@odata.deltaLink")
                .asText()
                .replaceFirst(".*[?]", "");
        for (String depth : List.of("Basic", "Local", "Deep", "Global")) {
            give(LIMITED, "prvReadmig_Tracked:" + depth);
            int expected = depth.equals("Global") ? 200 : 403;

            assertThat(as(LIMITED).get("mig_trackeds").status()).isEqualTo(200);
            for (String path : List.of("mig_trackeds?" + token, "mig_trackeds/$count?" + token)) {
                assertThat(as(LIMITED).get(path).status()).as(depth).isEqualTo(expected);
            }
            Answer first = as(LIMITED).get("mig_trackeds", "Prefer", "odata.track-changes");
            assertThat(first.status()).as(depth).isEqualTo(expected);
            assertThat(first.code()).isEqualTo(expected == 200 ? "" : "0x80040220");
        }
    }

    @Test
    void refusesAUserWithoutARole() {
        give(LIMITED);

        Answer answer = as(LIMITED).get("accounts");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("0x80042f09");
        assertThat(as(LIMITED).get("WhoAmI").status()).isEqualTo(403);
        assertThat(as(LIMITED).post("accounts", "{}").code()).isEqualTo("0x80042f09");
    }

    @Test
    void admitsAnApplicationOnceItHasASystemUserWithARole() {
        assertThat(as(STRANGER).get("WhoAmI").code()).isEqualTo("0x80072560");

        String user = admin.post("systemusers", "{\"applicationid\":\"" + STRANGER.clientId() + "\"}")
                .id();
        assertThat(as(STRANGER).get("WhoAmI").code()).isEqualTo("0x80042f09");
        String role = admin.get("roles?$filter=" + ApiClient.encode("name eq 'System Administrator'"))
                .json()
                .path("value")
                .path(0)
                .path("roleid")
                .asText();
        admin.post(
                "systemusers(" + user + ")/systemuserroles_association/$ref",
                "{\"@odata.id\":\"roles(" + role + ")\"}");

        assertThat(as(STRANGER).get("WhoAmI").json().path("UserId").asText()).isEqualTo(user);
        admin.patch("systemusers(" + user + ")", "{\"isdisabled\":true}");
        Answer disabled = as(STRANGER).get("WhoAmI");
        assertThat(disabled.status()).isEqualTo(403);
        assertThat(disabled.code()).isEqualTo("0x80040225");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, prvReadAccount",
        "POST, prvCreateAccount",
        "PATCH, prvWriteAccount",
        "DELETE, prvDeleteAccount",
    })
    void namesThePrivilegeThatIsMissing(String method, String missing) {
        give(LIMITED, "prvReadContact:Global");
        String account = admin.post("accounts", "{\"name\":\"Secret\"}").id();

        Answer answer = as(LIMITED)
                .call(
                        method,
                        method.equals("POST") ? "accounts" : "accounts(" + account + ")",
                        method.equals("GET") ? "" : "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("0x80040220");
        assertThat(answer.message())
                .startsWith("Principal user (Id=" + LIMITED.systemUserId() + ", type=8, roleCount=1, privilegeCount=1,")
                .contains("is missing " + missing + " privilege (Id=" + privilege(missing)
                        + ") on OTC=1 for entity 'account'");
    }

    @Test
    void reachesAsFarAsThePrivilege() {
        give(LIMITED, "prvReadAccount:Basic", "prvCreateAccount:Basic", "prvWriteAccount:Basic");
        ApiClient limited = as(LIMITED);
        String theirs = admin.post("accounts", "{\"name\":\"Theirs\"}").id();
        String own = limited.post("accounts", "{\"name\":\"Own\"}").id();

        assertThat(limited.get("accounts(" + own + ")").status()).isEqualTo(200);
        Answer refused = limited.get("accounts(" + theirs + ")");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("AccessRights: ReadAccess", theirs);
        assertThat(limited.get("accounts?$select=name").json().path("value").findValuesAsText("accountid"))
                .contains(own)
                .doesNotContain(theirs);
        assertThat(limited.patch("accounts(" + own + ")", "{\"fax\":\"1\"}").status())
                .isEqualTo(204);
        assertThat(limited.patch("accounts(" + theirs + ")", "{\"fax\":\"1\"}").status())
                .isEqualTo(403);
        give(LIMITED, "prvReadAccount:Global");
        assertThat(as(LIMITED).get("accounts(" + theirs + ")").status()).isEqualTo(200);
    }

    @Test
    void reachesTheUnitsBelowWithADeepPrivilege() {
        String root = admin.get("WhoAmI").json().path("BusinessUnitId").asText();
        String below = admin.post(
                        "businessunits",
                        "{\"name\":\"Below\",\"parentbusinessunitid@odata.bind\":\"/businessunits(" + root + ")\"}")
                .id();
        String team = admin.get("teams?$filter=_businessunitid_value%20eq%20" + below)
                .json()
                .path("value")
                .path(0)
                .path("teamid")
                .asText();
        give(LIMITED, "prvReadAccount:Local");
        String role = admin.get("systemusers(" + LIMITED.systemUserId() + ")/systemuserroles_association")
                .json()
                .path("value")
                .path(0)
                .path("roleid")
                .asText();
        admin.post("teams(" + team + ")/teamroles_association/$ref", "{\"@odata.id\":\"roles(" + role + ")\"}");
        String account = admin.post("accounts", "{\"ownerid@odata.bind\":\"/teams(" + team + ")\"}")
                .id();

        assertThat(as(LIMITED).get("accounts(" + account + ")").status()).isEqualTo(403);
        give(LIMITED, "prvReadAccount:Deep");
        assertThat(as(LIMITED).get("accounts(" + account + ")").status()).isEqualTo(200);
    }

    @Test
    void needsAppendAndAppendToForALookupAndALink() {
        String contact = admin.post("contacts", "{\"lastname\":\"C\"}").id();
        String[] base = {"prvCreateAccount:Global", "prvReadAccount:Global", "prvAppendAccount:Global"};
        give(LIMITED, base);
        String body = "{\"primarycontactid@odata.bind\":\"/contacts(" + contact + ")\"}";

        assertThat(as(LIMITED).post("accounts", body).message()).contains("prvAppendToContact");
        give(LIMITED, base[0], base[1], "prvAppendToContact:Global");
        assertThat(as(LIMITED).post("accounts", body).message()).contains("prvAppendAccount");
        give(LIMITED, base[0], base[1], base[2], "prvAppendToContact:Global");
        assertThat(as(LIMITED).post("accounts", body).status()).isEqualTo(204);
    }

    @Test
    void needsAssignToChangeAnOwnerWhoMustBeAbleToRead() {
        give(LIMITED, "prvReadAccount:Global", "prvWriteAccount:Global");
        give(OTHER, "prvReadContact:Global");
        String account = "accounts(" + admin.post("accounts", "{}").id() + ")";
        String body = "{\"ownerid@odata.bind\":\"/systemusers(" + OTHER.systemUserId() + ")\"}";

        assertThat(as(LIMITED).patch(account, body).message()).contains("prvAssignAccount");
        Answer unreadable = admin.patch(account, body);
        assertThat(unreadable.status()).isEqualTo(403);
        assertThat(unreadable.message()).contains(OTHER.systemUserId().toString(), "prvReadAccount");
        give(OTHER, "prvReadAccount:Basic");
        assertThat(admin.patch(account, body).status()).isEqualTo(204);
        assertThat(admin.get(account).json().path("_ownerid_value").asText())
                .isEqualTo(OTHER.systemUserId().toString());
    }

    @Test
    void impersonatesWithTheRightsOfBoth() {
        give(LIMITED, "prvReadAccount:Global");
        give(OTHER, "prvCreateAccount:Global", "prvReadAccount:Global");
        String asOther = OTHER.systemUserId().toString();

        Answer refused = as(LIMITED).post("accounts", "{}", "MSCRMCallerID", asOther);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("prvActOnBehalfOfAnotherUser");
        give(LIMITED, "prvReadAccount:Global", "prvActOnBehalfOfAnotherUser:Global");
        assertThat(as(LIMITED).post("accounts", "{}", "MSCRMCallerID", asOther).message())
                .as("the delegate may not create")
                .contains("prvCreateAccount");

        Answer created =
                admin.post("accounts", "{}", "CallerObjectId", OTHER.clientId().toString());

        assertThat(created.status()).as(created.body()).isEqualTo(204);
        Answer read = admin.get("accounts(" + created.id() + ")");
        assertThat(read.json().path("_createdby_value").asText()).isEqualTo(asOther);
        assertThat(read.json().path("_ownerid_value").asText()).isEqualTo(asOther);
        assertThat(read.json().path("_createdonbehalfby_value").asText())
                .isEqualTo(ApplicationUser.FERRY.systemUserId().toString());
        assertThat(admin.get("WhoAmI", "MSCRMCallerID", asOther)
                        .json()
                        .path("UserId")
                        .asText())
                .isEqualTo(asOther);
        assertThat(admin.get("WhoAmI", "MSCRMCallerID", UUID.randomUUID().toString())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "MSCRM.BypassCustomPluginExecution, true, prvBypassCustomPlugins, 148a9eaf-d0c4-4196-9852-c3a38e35f6a1",
        "MSCRM.BypassBusinessLogicExecution, 'CustomSync,CustomAsync', prvBypassCustomBusinessLogic, 0ea552b0-a491-4470-9a1b-82068deccf66",
    })
    void needsAPrivilegeToBypassLogic(String header, String value, String privilege, String id) {
        give(LIMITED, "prvCreateAccount:Global");

        Answer refused = as(LIMITED).post("accounts", "{}", header, value);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains(privilege, id);
        give(LIMITED, "prvCreateAccount:Global", privilege + ":Global");
        assertThat(as(LIMITED).post("accounts", "{}", header, value).status()).isEqualTo(204);
        assertThat(admin.post("accounts", "{}", "MSCRM.BypassBusinessLogicExecution", "Everything")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void needsAPrivilegeToOverrideTheMomentOfCreation() {
        give(LIMITED, "prvCreateAccount:Global");
        String body = "{\"overriddencreatedon\":\"2001-02-03\"}";

        assertThat(as(LIMITED).post("accounts", body).message())
                .contains("is missing prvOverrideCreatedOnCreatedBy privilege");
        give(LIMITED, "prvCreateAccount:Global", "prvOverrideCreatedOnCreatedBy:Global");
        assertThat(as(LIMITED).post("accounts", body).status()).isEqualTo(204);
    }

    @Test
    void checksEachRowOfABulkRequestAndOfABatch() {
        give(LIMITED, "prvCreateAccount:Global");
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\""
                + admin.post("accounts", "{}").id() + "\"}";

        assertThat(as(LIMITED)
                        .post("accounts/Microsoft.Dynamics.CRM.UpdateMultiple", "{\"Targets\":[" + target + "]}")
                        .message())
                .contains("prvWriteAccount");
        assertThat(as(LIMITED).post("EntityDefinitions", "{}").message()).contains("prvCreateEntity");
    }

    @Test
    void makesThePrivilegesOfANewTable() {
        admin.createTable("mig_Secret");

        assertThat(privilege("prvReadmig_Secret")).hasSize(36);
        give(LIMITED, "prvCreatemig_Secret:Global");
        assertThat(as(LIMITED).post("mig_secrets", "{}").status()).isEqualTo(204);
        assertThat(as(LIMITED).get("mig_secrets").message()).contains("prvReadmig_Secret");
    }

    @Test
    void takesPrivilegesBackAndReplacesThem() {
        give(LIMITED, "prvReadAccount:3", "prvReadContact:Global");
        String role = admin.get("systemusers(" + LIMITED.systemUserId() + ")/systemuserroles_association")
                .json()
                .path("value")
                .path(0)
                .path("roleid")
                .asText();

        admin.post(
                "roles(" + role + ")/Microsoft.Dynamics.CRM.RemovePrivilegeRole",
                "{\"PrivilegeId\":\"" + privilege("prvReadContact") + "\"}");
        assertThat(as(LIMITED).get("contacts").status()).isEqualTo(403);
        assertThat(as(LIMITED).get("accounts").status()).isEqualTo(200);
        admin.post(
                "roles(" + role + ")/Microsoft.Dynamics.CRM.ReplacePrivilegesRole",
                "{\"Privileges\":[{\"PrivilegeId\":\"" + privilege("prvReadContact") + "\",\"Depth\":\"Global\"}]}");
        assertThat(as(LIMITED).get("contacts").status()).isEqualTo(200);
        assertThat(as(LIMITED).get("accounts").status()).isEqualTo(403);
    }

    @Test
    void reachesTheRowsOfItsTeamsAndHasTheirRoles() {
        give(LIMITED, "prvReadContact:Basic");
        String team = admin.post("teams", "{\"name\":\"Crew\"}").id();
        String reader = admin.post(
                        "roles",
                        "{\"name\":\"reader\",\"businessunitid@odata.bind\":\"/businessunits("
                                + admin.get("WhoAmI")
                                        .json()
                                        .path("BusinessUnitId")
                                        .asText()
                                + ")\"}")
                .id();
        admin.post(
                "roles(" + reader + ")/Microsoft.Dynamics.CRM.AddPrivilegesRole",
                "{\"Privileges\":[{\"PrivilegeId\":\"" + privilege("prvReadAccount") + "\",\"Depth\":\"Basic\"}]}");
        admin.post("teams(" + team + ")/teamroles_association/$ref", "{\"@odata.id\":\"roles(" + reader + ")\"}");
        String account = admin.post("accounts", "{\"ownerid@odata.bind\":\"/teams(" + team + ")\"}")
                .id();
        assertThat(as(LIMITED).get("accounts(" + account + ")").message()).contains("prvReadAccount");

        Answer joined = admin.post(
                "teams(" + team + ")/teammembership_association/$ref",
                "{\"@odata.id\":\"systemusers(" + LIMITED.systemUserId() + ")\"}");

        assertThat(joined.status()).as(joined.body()).isEqualTo(204);
        assertThat(as(LIMITED).get("accounts(" + account + ")").status()).isEqualTo(200);
        admin.delete("teams(" + team + ")/teammembership_association(" + LIMITED.systemUserId() + ")/$ref");
        assertThat(as(LIMITED).get("accounts(" + account + ")").status()).isEqualTo(403);
    }
}
