package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CreateMultiple, UpdateMultiple, UpsertMultiple, DeleteMultiple. [bulk-operations] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class BulkActionConformanceTest {
    private final Org org;

    BulkActionConformanceTest(Org org) {
        this.org = org;
    }

    private static final String TYPE = "\"@odata.type\":\"Microsoft.Dynamics.CRM.cnf_thing\"";

    private Answer bulk(String action, String... targets) {
        return org.withTables()
                .post(
                        "cnf_things/Microsoft.Dynamics.CRM." + action,
                        "{\"Targets\":[" + String.join(",", targets) + "]}");
    }

    private String target(String members) {
        return "{" + TYPE + "," + members + "}";
    }

    private String upsert(String code, String name) {
        return target("\"@odata.id\":\"cnf_things(cnf_code='" + code + "')\",\"cnf_name\":\"" + name + "\"");
    }

    private String read(String code) {
        return org.get("cnf_things(cnf_code='" + code + "')?$select=cnf_name")
                .json()
                .path("cnf_name")
                .asText();
    }

    // [bulk-operations]
    @Test
    void createMultipleAnswersTheIdsInOrder() {
        Answer answer = bulk("CreateMultiple", target("\"cnf_name\":\"a\""), target("\"cnf_name\":\"b\""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("@odata.context").asText())
                .endsWith("$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse");
        String[] names = {"a", "b"};
        for (int i = 0; i < names.length; i++) {
            String row = org.cleanUp(
                    "cnf_things(" + answer.json().path("Ids").path(i).asText() + ")");
            assertThat(org.get(row + "?$select=cnf_name")
                            .json()
                            .path("cnf_name")
                            .asText())
                    .isEqualTo(names[i]);
        }
    }

    // [bulk-operations]: standard tables are all or nothing
    @Test
    void oneBadTargetUndoesTheWholeRequest() {
        String good = org.withTables().unique("good");

        Answer answer = bulk(
                "CreateMultiple",
                target("\"cnf_code\":\"" + good + "\""),
                target("\"cnf_code\":\"" + "x".repeat(51) + "\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80044331");
        assertThat(org.get("cnf_things(cnf_code='" + good + "')").status()).isEqualTo(404);
    }

    // [bulk-operations]: same id twice, the first is applied
    @Test
    void updateMultipleAppliesTheFirstOfTwoTargetsOfOneRow() {
        String id = org.withTables().create("cnf_things", "{\"cnf_name\":\"old\"}");
        String row = "\"cnf_thingid\":\"" + id + "\",\"cnf_name\":";

        Answer answer = bulk("UpdateMultiple", target(row + "\"first\""), target(row + "\"second\""));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(org.get("cnf_things(" + id + ")").json().path("cnf_name").asText())
                .isEqualTo("first");
    }

    // [bulk-operations]
    @Test
    void upsertMultipleCreatesAndUpdatesAndAnswersNothing() {
        String one = org.withTables().unique("one");
        String two = org.unique("two");
        org.create("cnf_things", "{\"cnf_code\":\"" + one + "\",\"cnf_name\":\"old\"}");

        Answer answer = bulk("UpsertMultiple", upsert(one, "changed"), upsert(two, "new"));
        org.cleanUp("cnf_things(cnf_code='" + two + "')");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(read(one)).isEqualTo("changed");
        assertThat(read(two)).isEqualTo("new");
    }

    // [bulk-operations]
    @Test
    void upsertMultipleRefusesTwoTargetsOfOneRow() {
        String code = org.withTables().unique("twice");

        Answer answer = bulk("UpsertMultiple", upsert(code, "a"), upsert(code, "b"));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(org.get("cnf_things(cnf_code='" + code + "')").status()).isEqualTo(404);
    }

    // microsoft/Dataverse-skills dv-data: "An unexpected error occurred"
    @Test
    void upsertMultipleRefusesKeyColumnsInTheBody() {
        String code = org.withTables().unique("body");

        Answer answer = bulk(
                "UpsertMultiple",
                target("\"@odata.id\":\"cnf_things(cnf_code='" + code + "')\",\"cnf_code\":\"" + code + "\""));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.message()).contains("An unexpected error occurred");
    }

    // [bulk-operations]: every target needs its type
    @Test
    void aTargetWithoutATypeIsRefused() {
        assertThat(bulk("CreateMultiple", "{\"cnf_name\":\"a\"}").status()).isEqualTo(400);
    }

    // [bulk-operations]: elastic tables only
    @Test
    void deleteMultipleIsNotImplementedForStandardTables() {
        String id = org.withTables().create("cnf_things", "{\"cnf_name\":\"kept\"}");

        Answer answer = bulk("DeleteMultiple", target("\"cnf_thingid\":\"" + id + "\""));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.message()).contains("DeleteMultiple has not yet been implemented.");
        assertThat(org.get("cnf_things(" + id + ")").status()).isEqualTo(200);
    }
}
