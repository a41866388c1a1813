package org.dataferry.sink.client.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowAddress.ById;
import org.dataferry.sink.client.rows.RowAddress.ByKey;
import org.junit.jupiter.api.Test;

final class RowWriterTest {
    private static final EntitySet THINGS = new EntitySet("mig_things", "mig_thing", "mig_thingid");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    private final List<DataverseRequest> sent = new ArrayList<>();
    private Reply reply = new Reply(204, Map.of(), "");
    private final RowWriter writer = new RowWriter(
            request -> {
                sent.add(request);
                return new Succeeded<>(reply);
            },
            new RowRequests(Map.of("mig_thing", Map.of("MSCRM.BypassBusinessLogicExecution", "CustomSync"))));

    @Test
    void createsManyAndReturnsTheirIdsInOrder() throws Exception {
        reply = new Reply(200, Map.of(), "{\"Ids\":[\"%s\",\"%s\"]}".formatted(TWO, ONE));

        assertThat(writer.createMultiple(THINGS, List.of(body("a"), body("b"))))
                .isEqualTo(new Succeeded<>(List.of(TWO, ONE)));

        assertThat(sent.getFirst().path()).isEqualTo("mig_things/Microsoft.Dynamics.CRM.CreateMultiple");
        assertThat(sent.getFirst().headers())
                .containsEntry("MSCRM.BypassBusinessLogicExecution", "CustomSync")
                .containsEntry("Prefer", "odata.include-annotations=\"*\"");
        assertThat(sent.getFirst().rows()).isEqualTo(2);
        assertThat(targets().get(0)).isEqualTo(json("""
                {"@odata.type":"Microsoft.Dynamics.CRM.mig_thing","mig_name":"a"}"""));
    }

    @Test
    void headersOfOneTableAreNotSentWithTheRowsOfAnother() throws Exception {
        EntitySet others = new EntitySet("mig_others", "mig_other", "mig_otherid");
        writer.delete(THINGS, new RowAddress.ById(ONE));
        writer.delete(others, new RowAddress.ById(ONE));
        writer.upsertMultiple(others, List.of(new RowUpsert(new RowAddress.ById(ONE), body("a"))));

        assertThat(sent)
                .extracting(request -> request.headers().containsKey("MSCRM.BypassBusinessLogicExecution"))
                .containsExactly(true, false, false);
    }

    @Test
    void losesCreatesWhoseIdsDoNotComeBack() throws Exception {
        for (String body : List.of("", "<html/>", "{\"Ids\":[]}", "{\"Ids\":[\"%s\",\"x\"]}".formatted(ONE))) {
            reply = new Reply(200, Map.of(), body);

            assertThat(writer.createMultiple(THINGS, List.of(body("a"), body("b"))))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.failure()).isInstanceOf(Failure.Lost.class));
        }
    }

    @Test
    void updatesManyByTheirIds() throws Exception {
        assertThat(writer.updateMultiple(THINGS, List.of(new RowUpdate(ONE, body("a")))))
                .isEqualTo(new Succeeded<>(Done.DONE));

        assertThat(sent.getFirst().path()).endsWith("/Microsoft.Dynamics.CRM.UpdateMultiple");
        assertThat(targets().get(0).get("mig_thingid").asText()).isEqualTo(ONE.toString());
    }

    @Test
    void upsertsManyByKeyOrId() throws Exception {
        ObjectNode withKey = body("a").put("mig_key", "it's");

        writer.upsertMultiple(
                THINGS,
                List.of(new RowUpsert(ByKey.of("mig_key", "it's"), withKey), new RowUpsert(new ById(ONE), body("b"))));

        assertThat(targets().get(0))
                .as("a relative key with doubled quotes, and no key column in the body")
                .isEqualTo(json("""
                        {"@odata.type":"Microsoft.Dynamics.CRM.mig_thing","@odata.id":"mig_things(mig_key='it''s')","mig_name":"a"}"""));
        assertThat(targets().get(1).get("mig_thingid").asText()).isEqualTo(ONE.toString());
        assertThat(withKey.has("mig_key")).as("the caller's body is left alone").isTrue();
    }

    @Test
    void refusesTheSameRowTwiceInOneRequest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.upsertMultiple(
                        THINGS,
                        List.of(
                                new RowUpsert(ByKey.of("mig_key", "a"), body("a")),
                                new RowUpsert(ByKey.of("mig_key", "a"), body("b")))))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.updateMultiple(
                        THINGS, List.of(new RowUpdate(ONE, body("a")), new RowUpdate(ONE, body("b")))));
    }

    @Test
    void readsTheIdOfACreatedRowFromItsUrl() throws Exception {
        reply = new Reply(204, Map.of("odata-entityid", "https://x/api/data/v9.2/mig_things(%s)".formatted(ONE)), "");

        assertThat(writer.create(THINGS, body("a"))).isEqualTo(new Succeeded<>(ONE));
    }

    @Test
    void updatesOnlyWhatExists() throws Exception {
        writer.update(THINGS, new ById(ONE), body("a"));

        assertThat(sent.getFirst().method()).isEqualTo(DataverseRequest.Method.PATCH);
        assertThat(sent.getFirst().headers()).containsEntry("If-Match", "*");
    }

    @Test
    void tellsWhetherAnUpsertCreated() throws Exception {
        reply = new Reply(201, Map.of(), "{\"mig_thingid\":\"%s\"}".formatted(ONE));
        assertThat(writer.upsert(THINGS, ByKey.of("mig_key", "a"), body("a")))
                .isEqualTo(new Succeeded<>(new Upserted(ONE, true)));

        reply = new Reply(200, Map.of(), "{\"mig_thingid\":\"%s\"}".formatted(ONE));
        assertThat(writer.upsert(THINGS, ByKey.of("mig_key", "a"), body("a")))
                .isEqualTo(new Succeeded<>(new Upserted(ONE, false)));
        assertThat(sent.getFirst().path()).isEqualTo("mig_things(mig_key=%27a%27)?$select=mig_thingid");
    }

    @Test
    void writesEveryDigitOfADecimal() throws Exception {
        writer.create(
                THINGS,
                Json.object().put("mig_amount", new BigDecimal("1E+3")).put("mig_rate", new BigDecimal("1.10")));

        assertThat(sent.getFirst().body()).hasValue("{\"mig_amount\":1000,\"mig_rate\":1.10}");
    }

    @Test
    void addressesByCompositeKeysOfDifferentTypes() {
        ByKey key = new ByKey(new TreeMap<>(Map.of(
                "mig_no",
                new KeyLiteral.Number(new BigDecimal("7.50")),
                "_mig_owner_value",
                new KeyLiteral.Guid(ONE))));

        assertThat(key.url(THINGS)).isEqualTo("mig_things(_mig_owner_value=%s,mig_no=7.50)".formatted(ONE));
    }

    @Test
    void refusesKeyTextsThatDataverseCannotFind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByKey.of("mig_key", "a/b"))
                .withMessageContaining("a/b")
                .withMessageContaining("mig_key");
    }

    private JsonNode targets() {
        return Json.parse(sent.getLast().body().orElseThrow()).orElseThrow().get("Targets");
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    private static ObjectNode body(String name) {
        return Json.object().put("mig_name", name);
    }
}
