package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The grammar of $batch both ways. [webapi/execute-batch-operations-using-web-api] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class BatchConformanceTest {
    private final Org org;

    BatchConformanceTest(Org org) {
        this.org = org;
    }

    private static final String HEAD = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n";

    private Answer batch(String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "multipart/mixed;boundary=batch_b1"));
        return org.post("$batch", body + "--batch_b1--\r\n\r\n", all.toArray(String[]::new));
    }

    private static String part(String boundary, String head, String request, String body) {
        return "--" + boundary + "\r\n" + HEAD + head + "\r\n" + request + " HTTP/1.1\r\n"
                + (body.isEmpty()
                        ? "Accept: application/json\r\n\r\n"
                        : "Content-Type: application/json\r\n\r\n" + body)
                + "\r\n";
    }

    private static String single(String request, String body) {
        return part("batch_b1", "", request, body);
    }

    private static String changeSet(String... parts) {
        return "--batch_b1\r\nContent-Type: multipart/mixed; boundary=changeset_c1\r\n\r\n" + String.join("", parts)
                + "--changeset_c1--\r\n";
    }

    private static String member(int id, String request, String body) {
        return part("changeset_c1", "Content-ID: " + id + "\r\n", request, body);
    }

    private void removeByName(String... names) {
        for (String name : names) {
            org.get("accounts?$select=accountid&$filter=name eq '".replace(" ", "%20") + name + "'")
                    .json()
                    .path("value")
                    .forEach(row ->
                            org.cleanUp("accounts(" + row.path("accountid").asText() + ")"));
        }
    }

    private int count(String name) {
        return org.get("accounts?$select=accountid&$filter=name%20eq%20'" + name + "'")
                .json()
                .path("value")
                .size();
    }

    // [webapi/execute-batch-operations-using-web-api]
    @Test
    void partsAreAnsweredInOrder() {
        String name = org.unique("batch");

        Answer answer = batch(single("POST /api/data/v9.2/accounts", "{\"name\":\"" + name + "\"}")
                + single("GET /api/data/v9.2/WhoAmI", ""));
        removeByName(name);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("multipart/mixed; boundary=batchresponse_");
        assertThat(answer.body()).containsSubsequence("HTTP/1.1 204", "OData-EntityId", "HTTP/1.1 200 OK", "UserId");
    }

    // [webapi/execute-batch-operations-using-web-api]: $n is the row of the part with that Content-ID
    @Test
    void aChangeSetRefersToItsOwnRowsAndAnswersAsOneMultipart() {
        String name = org.unique("set");

        Answer answer = batch(changeSet(
                member(1, "POST /api/data/v9.2/accounts", "{\"name\":\"" + name + "\"}"),
                member(2, "PATCH $1", "{\"description\":\"referred\"}")));

        removeByName(name);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("changesetresponse_", "Content-ID: 1", "Content-ID: 2");
        assertThat(org.get("accounts?$select=description&$filter=name%20eq%20'" + name + "'")
                        .body())
                .contains("referred");
    }

    // [webapi/execute-batch-operations-using-web-api]: a change set is one transaction
    @Test
    void aFailedChangeSetIsUndoneAsAWhole() {
        String name = org.unique("undone");

        Answer answer = batch(changeSet(
                member(1, "POST /api/data/v9.2/accounts", "{\"name\":\"" + name + "\"}"),
                member(2, "POST /api/data/v9.2/accounts", "{\"nosuchcolumn\":1}")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("batchresponse_").doesNotContain("changesetresponse_");
        assertThat(count(name)).isZero();
    }

    // [webapi/execute-batch-operations-using-web-api]
    @Test
    void anErrorEndsTheBatchUnlessToldToContinue() {
        String name = org.unique("after");
        String body = single("POST /api/data/v9.2/accounts", "{\"nosuchcolumn\":1}")
                + single("POST /api/data/v9.2/accounts", "{\"name\":\"" + name + "\"}");

        Answer stopped = batch(body);
        int before = count(name);
        Answer continued = batch(body, "Prefer", "odata.continue-on-error");
        int after = count(name);
        removeByName(name);

        assertThat(stopped.status()).isEqualTo(400);
        assertThat(before).isZero();
        assertThat(continued.status()).isEqualTo(200);
        assertThat(continued.body()).containsSubsequence("HTTP/1.1 400", "HTTP/1.1 204");
        assertThat(after).isEqualTo(1);
    }

    // [webapi/execute-batch-operations-using-web-api]
    @Test
    void aReadInAChangeSetIsRefused() {
        assertThat(batch(changeSet(member(1, "GET /api/data/v9.2/WhoAmI", ""))).status())
                .isEqualTo(400);
    }

    // [webapi/execute-batch-operations-using-web-api]
    @Test
    void moreThanAThousandRequestsAreRefused() {
        assertThat(batch(single("GET /api/data/v9.2/WhoAmI", "").repeat(1001)).status())
                .isEqualTo(400);
    }

    // [webapi/web-api-client-errors (SupportArticles)]: lines end with CRLF
    @Test
    void linesThatEndInLineFeedsAloneAreRefused() {
        String body = single("GET /api/data/v9.2/WhoAmI", "").replace("\r\n", "\n") + "--batch_b1--\n";

        assertThat(org.post("$batch", body, "Content-Type", "multipart/mixed;boundary=batch_b1")
                        .status())
                .isEqualTo(400);
    }
}
