package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** BulkDelete as a job, and the cascades of a delete that one request does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkDeleteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Thing");
        client.createTable("mig_Node");
        client.createLookup("mig_node_node", "mig_node", "mig_node", "mig_Parent", "Cascade");
        client.createLookup("mig_thing_account", "mig_thing", "account", "mig_Account", "Restrict");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private Answer job(String queries, String more) {
        return client.post(
                "BulkDelete",
                "{\"QuerySet\":[" + queries + "],\"JobName\":\"j\",\"SendEmailNotification\":false,\"ToRecipients\":[],"
                        + "\"CCRecipients\":[],\"RecurrencePattern\":\"\"" + more + "}");
    }

    private static String query(String table, String conditions) {
        return "{\"@odata.type\":\"Microsoft.Dynamics.CRM.QueryExpression\",\"EntityName\":\"" + table
                + "\",\"Criteria\":{\"FilterOperator\":\"And\",\"Conditions\":[" + conditions + "]}}";
    }

    private Answer finished(String job) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Answer answer = client.get("asyncoperations(" + job + ")");
            if (answer.json().path("statecode").asInt() == 3) {
                return answer;
            }
            assertThat(System.nanoTime())
                    .as("the job has not finished: " + answer.body())
                    .isLessThan(end);
            ApiClient.pause(10);
        }
    }

    private Answer counts(String job) {
        return client.get("bulkdeleteoperations?$filter=_asyncoperationid_value%20eq%20" + job);
    }

    @Test
    void deletesTheRowsOfAQueryAndCountsThem() {
        for (int i = 0; i < 120; i++) {
            client.post("mig_things", "{\"mig_name\":\"" + (i % 2 == 0 ? "go" : "stay") + "\"}");
        }

        Answer answer = job(
                query(
                        "mig_thing",
                        "{\"AttributeName\":\"mig_name\",\"Operator\":\"Equal\",\"Values\":[{\"Value\":\"go\",\"Type\":\"System.String\"}]}"),
                "");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String id = answer.json().path("JobId").asText();
        Answer done = finished(id);
        assertThat(done.json().path("statuscode").asInt()).isEqualTo(30);
        assertThat(done.json().path("operationtype").asInt()).isEqualTo(13);
        assertThat(done.json().path("completedon").asText()).isNotEmpty();
        assertThat(counts(id).json().path("value").path(0).path("successcount").asInt())
                .isEqualTo(60);
        assertThat(client.get("mig_things/$count?$filter=mig_name%20eq%20'go'").body())
                .isEqualTo("0");
        assertThat(client.get("mig_things/$count?$filter=mig_name%20eq%20'stay'")
                        .body())
                .isEqualTo("60");
    }

    @Test
    void goesOnBehindARowThatCannotBeDeleted() {
        String held = client.post("accounts", "{\"name\":\"bulk\"}").id();
        client.post("mig_things", "{\"mig_name\":\"held\",\"mig_Account@odata.bind\":\"/accounts(" + held + ")\"}");
        String free = client.post("accounts", "{\"name\":\"bulk\"}").id();

        String id = job(
                        query(
                                "account",
                                "{\"AttributeName\":\"name\",\"Operator\":\"BeginsWith\",\"Values\":[\"bul\"]}"),
                        "")
                .json()
                .path("JobId")
                .asText();

        assertThat(finished(id).json().path("statuscode").asInt()).isEqualTo(30);
        assertThat(counts(id).json().path("value").path(0).path("failurecount").asInt())
                .isEqualTo(1);
        assertThat(client.get("accounts(" + held + ")").status()).isEqualTo(200);
        assertThat(client.get("accounts(" + free + ")").status()).isEqualTo(404);
    }

    @Test
    void waitsForItsStartAndSurvivesARestart() {
        String row = client.post("contacts", "{\"lastname\":\"later\"}").id();
        String id = job(
                        query(
                                "contact",
                                "{\"AttributeName\":\"lastname\",\"Operator\":\"Equal\",\"Values\":[\"later\"]}"),
                        ",\"StartDateTime\":\"2999-01-01T00:00:00Z\"")
                .json()
                .path("JobId")
                .asText();
        assertThat(client.get("asyncoperations(" + id + ")")
                        .json()
                        .path("statecode")
                        .asInt(-1))
                .isZero();
        assertThat(client.get("contacts(" + row + ")").status()).isEqualTo(200);

        client.delete("asyncoperations(" + id + ")");
        String now = job(
                        query(
                                "contact",
                                "{\"AttributeName\":\"lastname\",\"Operator\":\"Equal\",\"Values\":[\"later\"]}"),
                        "")
                .json()
                .path("JobId")
                .asText();
        emulator.restart();
        client = emulator.client();

        assertThat(finished(now).json().path("statuscode").asInt()).isEqualTo(30);
        assertThat(client.get("contacts(" + row + ")").status()).isEqualTo(404);
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        assertThat(job(query("nothing", ""), "").status()).isEqualTo(400);
        assertThat(job(query("account", "{\"AttributeName\":\"nothing\",\"Operator\":\"Null\"}"), "")
                        .status())
                .isEqualTo(400);
        assertThat(job(query("account", "{\"AttributeName\":\"name\",\"Operator\":\"LastMonth\"}"), "")
                        .status())
                .isEqualTo(501);
        assertThat(client.post("BulkDelete", "{\"JobName\":\"x\"}").status()).isEqualTo(400);
    }

    @Test
    void cascadesDownAChainOfAnyLength() {
        String first = client.post("mig_nodes", "{\"mig_name\":\"n\"}").id();
        String last = first;
        for (int chunk = 0; chunk < 4; chunk++) {
            StringBuilder targets = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                String id = UUID.randomUUID().toString();
                targets.append(i == 0 ? "" : ",")
                        .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_node\",\"mig_nodeid\":\"")
                        .append(id)
                        .append("\",\"mig_Parent@odata.bind\":\"/mig_nodes(")
                        .append(last)
                        .append(")\"}");
                last = id;
            }
            assertThat(client.post("mig_nodes/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[" + targets + "]}")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(client.get("mig_nodes/$count").body()).isEqualTo("4001");

        assertThat(client.delete("mig_nodes(" + first + ")").status()).isEqualTo(204);

        assertThat(client.get("mig_nodes/$count").body()).isEqualTo("0");
    }

    @Test
    void deletesTheContactsAndTasksOfAnAccountWithIt() {
        String account = client.post("accounts", """
                {"name":"Parent","contact_customer_accounts":[{"lastname":"c"}],"Account_Tasks":[{"subject":"t"}]}""").id();
        String contact = client.get("accounts(" + account + ")/contact_customer_accounts")
                .json()
                .path("value")
                .path(0)
                .path("contactid")
                .asText();

        assertThat(client.delete("accounts(" + account + ")").status()).isEqualTo(204);

        assertThat(client.get("contacts(" + contact + ")").status()).isEqualTo(404);
        assertThat(client.get("tasks/$count?$filter=_regardingobjectid_value%20eq%20" + account)
                        .body())
                .isEqualTo("0");
    }

    @Test
    void neverDeletesUsersAndDeletesTeams() {
        String user = client.get("WhoAmI").json().path("UserId").asText();
        String team = client.post("teams", "{\"name\":\"gone\"}").id();

        assertThat(client.delete("systemusers(" + user + ")").status()).isEqualTo(405);
        assertThat(client.delete("teams(" + team + ")").status()).isEqualTo(204);
    }
}
