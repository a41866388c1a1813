package org.dataferry.sink.client.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.AnswerReader;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowAddress.ById;
import org.dataferry.sink.client.rows.RowAddress.ByKey;
import org.dataferry.sink.client.testing.ManualClock;
import org.junit.jupiter.api.Test;

final class IdentityReaderTest {
    private static final EntitySet ACCOUNTS = new EntitySet("accounts", "account", "accountid");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    private final ManualClock clock = new ManualClock();
    private final List<DataverseRequest> sent = new ArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final RowRequests requests = new RowRequests(Map.of());
    private final RowReader rows = new RowReader(this::send, requests);
    private final IdentityReader identities =
            new IdentityReader(rows, new Batch(this::send, requests, clock), requests);

    @Test
    void findsIdsByTheValuesOfAKey() throws Exception {
        replies.add(page("", row(ONE, "a\\\"b"), row(TWO, "it's")));

        Answer<Map<String, UUID>> found = identities.find(ACCOUNTS, "mig_key", List.of("a\"b", "it's", "none"));

        assertThat(found).isEqualTo(new Succeeded<>(Map.of("a\"b", ONE, "it's", TWO)));
        assertThat(URLDecoder.decode(sent.getFirst().path(), StandardCharsets.UTF_8))
                .isEqualTo("accounts?$select=accountid,mig_key&$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,"
                        + "PropertyValues=@p2)&@p1='mig_key'&@p2=[\"a\\\"b\",\"it's\",\"none\"]");
    }

    @Test
    void cutsQueriesSoThatTheirUrlsStayShort() throws Exception {
        List<String> values =
                IntStream.range(0, 2_500).mapToObj("key-%040d"::formatted).toList();
        for (int query = 0; query < 10; query++) {
            replies.add(page(""));
        }

        identities.find(ACCOUNTS, "mig_key", values);

        assertThat(sent).hasSizeBetween(3, 10);
        assertThat(sent)
                .allSatisfy(request -> assertThat(request.path().length()).isLessThan(32 * 1024));
        assertThat(values)
                .allSatisfy(value -> assertThat(sent)
                        .filteredOn(request -> request.path().contains(value))
                        .hasSize(1));
    }

    @Test
    void asksNothingForNoValues() throws Exception {
        assertThat(identities.find(ACCOUNTS, "mig_key", List.of())).isEqualTo(new Succeeded<>(Map.of()));
        assertThat(sent).isEmpty();
    }

    @Test
    void findsIdsByKeysOfAnyShapeInABatch() throws Exception {
        replies.add(new Reply(200, Map.of("Content-Type", "multipart/mixed; boundary=b"), """
                --b
                Content-Type: application/http

                HTTP/1.1 200 OK
                Content-Type: application/json

                {"accountid":"%s"}
                --b
                Content-Type: application/http

                HTTP/1.1 404 Not Found

                {"error":{"code":"0x80060891","message":"A record with the specified key values does not exist"}}
                --b--
                """.formatted(ONE)));

        Answer<Map<RowAddress, UUID>> found =
                identities.find(ACCOUNTS, List.of(ByKey.of("mig_key", "a"), ByKey.of("mig_key", "b")));

        assertThat(found).isEqualTo(new Succeeded<>(Map.of(ByKey.of("mig_key", "a"), ONE)));
    }

    @Test
    void followsPagesToTheEndOnItsOwnHost() throws Exception {
        replies.add(page("https://elsewhere.example/api/data/v9.2/accounts?$skiptoken=%3Ccookie%3E", row(ONE, "a")));
        replies.add(page("", row(TWO, "b"), "{\"accountid\":\"%s\",\"mig_key\":null}".formatted(ONE)));
        Map<String, UUID> found = new LinkedHashMap<>();

        Answer<Long> count = identities.scan(ACCOUNTS, "mig_key", found::put);

        assertThat(count).isEqualTo(new Succeeded<>(3L));
        assertThat(found).containsExactly(Map.entry("a", ONE), Map.entry("b", TWO));
        assertThat(sent.get(1).path()).isEqualTo("accounts?$skiptoken=%3Ccookie%3E");
        assertThat(sent)
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("Prefer", "odata.maxpagesize=5000"));
    }

    @Test
    void endsAScanWithTheFailureOfAPage() throws Exception {
        replies.add(page("https://x/api/data/v9.2/accounts?$skiptoken=1", row(ONE, "a")));
        replies.add(new Reply(403, Map.of(), "{\"error\":{\"code\":\"0x80040220\",\"message\":\"no\"}}"));

        Answer<Long> answer = identities.scan(ACCOUNTS, "mig_key", (key, id) -> {});

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.failure()).isInstanceOf(Failure.Refused.class));
    }

    @Test
    void readsARowOrItsAbsence() throws Exception {
        replies.add(new Reply(200, Map.of(), "{\"name\":\"a\"}"));
        replies.add(new Reply(404, Map.of(), "{\"error\":{\"code\":\"0x80040217\",\"message\":\"gone\"}}"));

        assertThat(rows.row(ACCOUNTS, new ById(ONE), List.of("name")).orThrow("read"))
                .hasValueSatisfying(row -> assertThat(row.get("name").asText()).isEqualTo("a"));
        assertThat(rows.row(ACCOUNTS, new ById(ONE), List.of("name"))).isEqualTo(new Succeeded<>(Optional.empty()));
    }

    @Test
    void readsRowsByTheirIds() throws Exception {
        replies.add(page("", row(TWO, "b")));

        assertThat(rows.rows(ACCOUNTS, List.of(ONE, TWO), List.of("mig_key")).orThrow("read"))
                .containsOnlyKeys(TWO);
        assertThat(sent.getFirst().path()).startsWith("accounts?$select=mig_key,accountid&$filter=");
    }

    private Answer<Reply> send(DataverseRequest request) {
        sent.add(request);
        return AnswerReader.read(replies.remove(), request.reads(), clock.instant());
    }

    private static String row(UUID id, String key) {
        return "{\"accountid\":\"%s\",\"mig_key\":\"%s\"}".formatted(id, key);
    }

    private static Reply page(String nextLink, String... rows) {
        String link = nextLink.isEmpty() ? "" : ",\"@odata.nextLink\":\"%s\"".formatted(nextLink);
        return new Reply(200, Map.of(), "{\"value\":[%s]%s}".formatted(String.join(",", rows), link));
    }
}
