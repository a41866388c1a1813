package org.dataferry.sink.client.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.ThrottleFacet;
import org.dataferry.sink.client.rows.RowAddress.ById;
import org.dataferry.sink.client.rows.RowAddress.ByKey;
import org.dataferry.sink.client.testing.ManualClock;
import org.junit.jupiter.api.Test;

final class BatchTest {
    private static final EntitySet ACCOUNTS = new EntitySet("accounts", "account", "accountid");
    private static final UUID ONE = new UUID(0, 1);

    private final List<DataverseRequest> sent = new ArrayList<>();
    private final RowRequests requests =
            new RowRequests(Map.of("account", Map.of("MSCRM.BypassBusinessLogicExecution", "CustomSync")));
    private Reply reply = new Reply(200, Map.of(), "");
    private final Batch batch = new Batch(
            request -> {
                sent.add(request);
                return new Succeeded<>(reply);
            },
            requests,
            new ManualClock());

    @Test
    void writesTheGrammarOfABatch() throws Exception {
        batch.send(List.of(
                requests.delete(ACCOUNTS, new ById(ONE)),
                requests.update(
                        ACCOUNTS, ByKey.of("mig_key", "a"), Json.object().put("name", "Ærø"))));

        DataverseRequest request = sent.getFirst();
        assertThat(request.path()).isEqualTo("$batch");
        assertThat(request.headers())
                .containsEntry("Content-Type", "multipart/mixed; boundary=\"batch_ferry\"")
                .containsEntry("Prefer", "odata.continue-on-error");
        assertThat(request.body().orElseThrow()).isEqualTo("""
                --batch_ferry
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 1

                DELETE /api/data/v9.2/accounts(00000000-0000-0000-0000-000000000001) HTTP/1.1
                Accept: application/json
                MSCRM.BypassBusinessLogicExecution: CustomSync
                Prefer: odata.include-annotations="*"


                --batch_ferry
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 2

                PATCH /api/data/v9.2/accounts(mig_key=%27a%27) HTTP/1.1
                Accept: application/json
                Content-Type: application/json; charset=utf-8
                If-Match: *
                MSCRM.BypassBusinessLogicExecution: CustomSync
                Prefer: odata.include-annotations="*"

                {"name":"Ærø"}
                --batch_ferry--


                """.replace("\n", "\r\n"));
    }

    @Test
    void answersEachPartOnItsOwn() throws Exception {
        reply = multipart(
                "HTTP/1.1 204 No Content\nOData-Version: 4.0\n\n",
                "HTTP/1.1 404 Not Found\nREQ_ID: r-1\nContent-Type: application/json\n\n"
                        + "{\"error\":{\"code\":\"0x80040217\",\"message\":\"account With Id = x Does Not Exist\"}}",
                "HTTP/1.1 429 Too Many Requests\nRetry-After: 12\n\n{\"error\":{\"code\":\"0x80072326\",\"message\":\"x\"}}",
                "HTTP/1.1 503 Service Unavailable\n\n{\"error\":{\"code\":\"0x8004a001\",\"message\":\"Server is busy\"}}");

        List<Answer<Reply>> answers = batch.delete(ACCOUNTS, rows(4)).orThrow("delete");

        assertThat(answers.get(0)).isInstanceOf(Succeeded.class);
        assertThat(failure(answers.get(1))).isInstanceOfSatisfying(Failure.Refused.class, refused -> {
            assertThat(refused.error().kind()).isEqualTo(ErrorKind.MISSING_ROW);
            assertThat(refused.error().details()).containsEntry("requestId", "r-1");
        });
        assertThat(failure(answers.get(2)))
                .isEqualTo(new Failure.Throttled(Duration.ofSeconds(12), ThrottleFacet.CONCURRENCY));
        assertThat(failure(answers.get(3))).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void losesTheWritesThatTheReplyDoesNotSpeakOf() throws Exception {
        reply = multipart("HTTP/1.1 204 No Content\n\n");

        List<Answer<Reply>> answers = batch.send(List.of(
                        requests.delete(ACCOUNTS, new ById(ONE)),
                        requests.delete(ACCOUNTS, new ById(ONE)),
                        requests.get(ACCOUNTS, new ById(ONE), List.of("name"))))
                .orThrow("send");

        assertThat(answers.get(0)).isInstanceOf(Succeeded.class);
        assertThat(failure(answers.get(1))).isInstanceOf(Failure.Lost.class);
        assertThat(failure(answers.get(2))).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void losesAllWritesWhenTheReplyIsNoBatch() throws Exception {
        reply = new Reply(200, Map.of("Content-Type", "text/html"), "<html>sign in</html>");

        assertThat(batch.delete(ACCOUNTS, rows(2)).orThrow("delete"))
                .allSatisfy(answer -> assertThat(failure(answer)).isInstanceOf(Failure.Lost.class));
    }

    @Test
    void doesNotTrustAPartThatIsCutShort() throws Exception {
        Reply whole = multipart("HTTP/1.1 204 No Content\n\n", "HTTP/1.1 204 No Content\n\n");
        reply = new Reply(
                200, whole.headers(), whole.body().substring(0, whole.body().length() - 30));

        List<Answer<Reply>> answers = batch.delete(ACCOUNTS, rows(2)).orThrow("delete");

        assertThat(failure(answers.get(1))).isInstanceOf(Failure.Lost.class);
    }

    @Test
    void upsertsWithIdsPerPart() throws Exception {
        reply = multipart(
                "HTTP/1.1 201 Created\nContent-Type: application/json\n\n{\"accountid\":\"%s\"}".formatted(ONE),
                "HTTP/1.1 400 Bad Request\n\n{\"error\":{\"code\":\"0x80044331\",\"message\":\"too long\"}}");

        List<Answer<Upserted>> answers = batch.upsert(
                        ACCOUNTS,
                        List.of(
                                new RowUpsert(ByKey.of("mig_key", "a"), Json.object()),
                                new RowUpsert(ByKey.of("mig_key", "b"), Json.object())))
                .orThrow("upsert");

        assertThat(answers.get(0)).isEqualTo(new Succeeded<>(new Upserted(ONE, true)));
        assertThat(answers.get(1)).isInstanceOf(Failed.class);
    }

    @Test
    void refusesMoreThanAThousandParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch.delete(ACCOUNTS, rows(1001)));
        assertThatIllegalArgumentException().isThrownBy(() -> batch.send(List.of()));
    }

    private static List<RowAddress> rows(int count) {
        return IntStream.range(0, count)
                .<RowAddress>mapToObj(number -> new ById(new UUID(0, number)))
                .toList();
    }

    private static Failure failure(Answer<?> answer) {
        return ((Failed<?>) answer).failure();
    }

    private static Reply multipart(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append("--batchresponse_b\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\n")
                    .append(part)
                    .append('\n');
        }
        String body = text.append("--batchresponse_b--\n").toString().replace("\n", "\r\n");
        return new Reply(200, Map.of("Content-Type", "multipart/mixed; boundary=batchresponse_b"), body);
    }
}
