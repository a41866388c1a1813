package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        client.createManyToMany("mig_account_contact", "account", "contact", "");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private static String part(String request, String body) {
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + inner(request, body);
    }

    private static String inner(String request, String body) {
        return request + " HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n" + body + "\r\n";
    }

    private static String changeSet(String... requests) {
        StringBuilder set = new StringBuilder("--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n");
        for (int i = 0; i < requests.length; i++) {
            set.append("--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ")
                    .append(i + 1)
                    .append("\r\n\r\n")
                    .append(requests[i]);
        }
        return set.append("--c--\r\n").toString();
    }

    private Answer batch(String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "multipart/mixed; boundary=\"b\"";
        return client.post("$batch", body + "--b--\r\n", all);
    }

    private int status(String key) {
        return client.get("accounts(mig_key='" + key + "')").status();
    }

    @Test
    void answersEachPartInOrder() {
        Answer answer = batch(part("PATCH /api/data/v9.2/accounts(mig_key='S1')", "{\"name\":\"Ünïcode\"}")
                + part("GET " + client.rootUrl() + "accounts(mig_key='S1')?$select=name", ""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("multipart/mixed; boundary=batchresponse_");
        assertThat(answer.body())
                .containsSubsequence(
                        "HTTP/1.1 204 No Content", "OData-EntityId: ", "HTTP/1.1 200 OK", "\"name\":\"Ünïcode\"");
        assertThat(answer.body().strip()).endsWith("--");
    }

    @Test
    void stopsAtTheFirstFailureWithItsStatus() {
        Answer answer = batch(part("PATCH /api/data/v9.2/accounts(mig_key='F1')", "{}")
                + part("PATCH /api/data/v9.2/accounts(mig_key='F2')", "{\"nothing\":1}")
                + part("PATCH /api/data/v9.2/accounts(mig_key='F3')", "{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("0x80048d19");
        assertThat(status("F1")).isEqualTo(200);
        assertThat(status("F3")).isEqualTo(404);
    }

    @Test
    void goesOnWhereAskedTo() {
        Answer answer = batch(
                part("DELETE /api/data/v9.2/accounts(mig_key='nobody')", "")
                        + part("PATCH /api/data/v9.2/accounts(mig_key='C1')", "{}"),
                "Prefer",
                "odata.continue-on-error");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .containsSubsequence("HTTP/1.1 404 Not Found", "0x80060891", "HTTP/1.1 204 No Content");
        assertThat(status("C1")).isEqualTo(200);
    }

    @Test
    void commitsAChangeSetWholeOrNotAtAll() {
        Answer good = batch(changeSet(
                inner("PATCH /api/data/v9.2/accounts(mig_key='G1')", "{}"),
                inner("PATCH /api/data/v9.2/accounts(mig_key='G2')", "{}")));
        Answer bad = batch(changeSet(
                inner("PATCH /api/data/v9.2/accounts(mig_key='X1')", "{}"),
                inner("PATCH /api/data/v9.2/accounts(mig_key='X2')", "{\"statuscode\":99}")));

        assertThat(good.body()).containsSubsequence("changesetresponse_", "Content-ID: 1", "Content-ID: 2");
        assertThat(status("G2")).isEqualTo(200);
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body()).contains("0x8004431a").doesNotContain("changesetresponse_");
        assertThat(status("X1")).isEqualTo(404);
    }

    @Test
    void resolvesContentIdsInsideTheirChangeSet() {
        Answer answer = batch(changeSet(
                inner("POST /api/data/v9.2/contacts", "{\"lastname\":\"Ref\"}"),
                inner("PUT $1/jobtitle", "{\"value\":\"Boss\"}"),
                inner("POST /api/data/v9.2/accounts", "{\"mig_key\":\"CID\",\"primarycontactid@odata.bind\":\"$1\"}")));
        Answer unknown = batch(changeSet(inner("PATCH $9", "{}")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String contact = client.get("accounts(mig_key='CID')")
                .json()
                .path("_primarycontactid_value")
                .asText();
        assertThat(client.get("contacts(" + contact + ")")
                        .json()
                        .path("jobtitle")
                        .asText())
                .isEqualTo("Boss");
        assertThat(unknown.body()).contains("Content-ID Reference: '$9' does not exist in the batch context.");
    }

    @Test
    void aRowThatAnUndoneChangeSetMadeAndNamedIsNotThereToBeNamed() {
        String id = UUID.randomUUID().toString();
        String child = "{\"lastname\":\"C\",\"parentcustomerid_account@odata.bind\":\"/accounts(" + id + ")\"}";

        Answer bad = batch(changeSet(
                inner("PATCH /api/data/v9.2/accounts(" + id + ")", "{}"),
                inner("POST /api/data/v9.2/contacts", child),
                inner("PATCH /api/data/v9.2/accounts(mig_key='X3')", "{\"statuscode\":99}")));

        assertThat(bad.body()).contains("0x8004431a");
        assertThat(client.post("contacts", child).code()).isEqualTo("0x80040217");
    }

    @Test
    void linksAndUnlinksInsideAndOutsideOfChangeSets() {
        String account = client.post("accounts", "{\"mig_key\":\"L1\"}").id();
        String contact = client.post("contacts", "{}").id();
        String link = "/api/data/v9.2/accounts(" + account + ")/mig_account_contact";
        String body = "{\"@odata.id\":\"" + client.rootUrl() + "contacts(" + contact + ")\"}";

        Answer linked = batch(
                part("POST " + link + "/$ref", body)
                        + part("POST " + link + "/$ref", body)
                        + part("GET " + link + "?$select=contactid", ""),
                "Prefer",
                "odata.continue-on-error");
        assertThat(linked.body())
                .containsSubsequence("204 No Content", "412 Precondition Failed", "0x80040237", "200 OK", contact);

        Answer undone = batch(changeSet(
                inner("DELETE " + link + "(" + contact + ")/$ref", ""),
                inner(
                        "DELETE accounts(mig_key='L1')/mig_account_contact/$ref?$id=" + client.rootUrl() + "contacts("
                                + contact + ")",
                        "")));
        assertThat(undone.status()).isEqualTo(404);
        assertThat(undone.body()).contains("0x80040217");
        assertThat(client.get(link.substring("/api/data/v9.2/".length()) + "/$count")
                        .body())
                .isEqualTo("1");

        Answer unlinked = batch(part(
                "DELETE accounts(mig_key='L1')/mig_account_contact/$ref?$id=" + client.rootUrl() + "contacts(" + contact
                        + ")",
                ""));
        assertThat(unlinked.body()).contains("204 No Content");
        assertThat(client.get("mig_account_contactset").json().path("value")).isEmpty();
    }

    @Test
    void linksRowsThatTheSameChangeSetMakes() {
        Answer answer = batch(changeSet(
                inner("POST /api/data/v9.2/accounts", "{\"mig_key\":\"L2\"}"),
                inner("POST /api/data/v9.2/contacts", "{\"lastname\":\"Linked\"}"),
                inner("POST $1/mig_account_contact/$ref", "{\"@odata.id\":\"$2\"}")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(client.get("accounts(mig_key='L2')/mig_account_contact?$select=lastname")
                        .body())
                .contains("Linked");
    }

    @Test
    void refusesBareLineFeedsReadsInChangeSetsAndJsonBatches() {
        Answer lineFeeds = client.post(
                "$batch",
                "--b\nContent-Type: application/http\n\nGET /api/data/v9.2/WhoAmI HTTP/1.1\n\n--b--\n",
                "Content-Type",
                "multipart/mixed;boundary=b");

        assertThat(lineFeeds.status()).isEqualTo(400);
        assertThat(lineFeeds.code()).isEqualTo("0x80048d19");
        assertThat(batch(changeSet(inner("GET /api/data/v9.2/WhoAmI", ""))).status())
                .isEqualTo(400);
        assertThat(client.post("$batch", "{\"requests\":[]}").status()).isEqualTo(400);
    }

    @Test
    void takesAThousandRequestsAtMost() {
        assertThat(batch(part("GET /api/data/v9.2/WhoAmI", "").repeat(1000)).status())
                .isEqualTo(200);
        assertThat(batch(part("GET /api/data/v9.2/WhoAmI", "").repeat(1001)).message())
                .contains("1001 requests");
    }

    @Test
    void acceptsALeadingLineEnd() {
        assertThat(batch("\r\n" + part("GET /api/data/v9.2/WhoAmI", "")).status())
                .isEqualTo(200);
    }

    @Test
    void countsTheRequestsOfChangeSets() {
        String[] writes = new String[600];
        Arrays.fill(writes, inner("POST /api/data/v9.2/accounts", "{}"));

        Answer answer = batch(part("GET /api/data/v9.2/WhoAmI", "").repeat(401) + changeSet(writes));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("1001 requests");
    }

    @Test
    void refusesABatchInABatch() {
        assertThat(batch(part("POST /api/data/v9.2/$batch", "")).message()).contains("another batch");
    }

    @Test
    void needsAContentIdInAChangeSetUnlessASettingSaysOtherwise() {
        String without = changeSet(inner("POST /api/data/v9.2/accounts", "{}")).replace("Content-ID: 1\r\n", "");

        Answer refused = batch(without);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x80060888");
        assertThat(refused.message()).contains("Content-ID header not present");
        String lenient = "{batches: {contentIdRequired: false, bareLineFeedRefused: false}}";
        try (EmulatorFixture other = new EmulatorFixture(settings -> settings.with("assumptions: " + lenient))) {
            String[] type = {"Content-Type", "multipart/mixed;boundary=b"};
            assertThat(other.client()
                            .post("$batch", without + "--b--\r\n", type)
                            .status())
                    .isEqualTo(200);
            assertThat(other.client()
                            .post(
                                    "$batch",
                                    "--b\nContent-Type: application/http\n\nGET /api/data/v9.2/WhoAmI HTTP/1.1\n\n--b--\n",
                                    type)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void bindsListsAndLinksAndSetsPropertiesByContentId() {
        Answer answer = batch(changeSet(
                inner("POST /api/data/v9.2/contacts", "{\"lastname\":\"first\"}"),
                inner("PUT $1/lastname", "{\"value\":\"changed\"}"),
                inner(
                        "POST /api/data/v9.2/accounts",
                        "{\"mig_key\":\"LIST\",\"contact_customer_accounts@odata.bind\":[\"$1\"]}"),
                inner("PUT $3/primarycontactid/$ref", "{\"@odata.id\":\"$1\"}")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Answer contacts = client.get("accounts(mig_key='LIST')/contact_customer_accounts");
        assertThat(contacts.json().path("value").findValuesAsText("lastname")).containsExactly("changed");
        assertThat(client.get("accounts(mig_key='LIST')")
                        .json()
                        .path("_primarycontactid_value")
                        .asText())
                .isEqualTo(
                        contacts.json().path("value").path(0).path("contactid").asText());
    }

    @Test
    void knowsTheRowBehindARepresentation() {
        String created = "POST /api/data/v9.2/contacts HTTP/1.1\r\nContent-Type: application/json\r\n"
                + "Prefer: return=representation\r\n\r\n{\"lastname\":\"shown\"}\r\n";

        Answer answer = batch(changeSet(
                created,
                inner(
                        "POST /api/data/v9.2/accounts",
                        "{\"mig_key\":\"SHOWN\",\"primarycontactid@odata.bind\":\"$1\"}")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("HTTP/1.1 201 Created", "\"lastname\":\"shown\"");
        assertThat(client.get("accounts(mig_key='SHOWN')/primarycontactid")
                        .json()
                        .path("lastname")
                        .asText())
                .isEqualTo("shown");
    }

    @Test
    void refusesAReferenceToWhatComesLaterOrNever() {
        Answer answer = batch(
                changeSet(inner("PATCH $2", "{}"), inner("POST /api/data/v9.2/accounts", "{\"mig_key\":\"LATER\"}")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Content-ID Reference: '$2' does not exist in the batch context.");
        assertThat(status("LATER")).isEqualTo(404);
    }

    @Test
    void doesNotPassPreferencesOfTheBatchToItsParts() {
        Answer answer =
                batch(part("POST /api/data/v9.2/accounts", "{\"name\":\"quiet\"}"), "Prefer", "return=representation");

        assertThat(answer.body()).contains("HTTP/1.1 204 No Content").doesNotContain("quiet");
    }

    @Test
    void takesAContentLengthInEitherPlace() {
        String body = "{\"mig_key\":\"LENGTH\"}";
        String request = "POST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body + "\r\n";

        Answer answer =
                batch("--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-Length: "
                        + request.length() + "\r\n\r\n" + request);

        assertThat(answer.body()).contains("HTTP/1.1 204 No Content");
        assertThat(status("LENGTH")).isEqualTo(200);
    }
}
