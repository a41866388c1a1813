package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The decision table of PATCH, and upsert by alternate key. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class UpsertConformanceTest {
    private final Org org;

    UpsertConformanceTest(Org org) {
        this.org = org;
    }

    private String key() {
        return org.cleanUp("cnf_things(cnf_code='" + org.withTables().unique("U") + "')");
    }

    // [use-upsert-insert-update-record]: OData-EntityId echoes the key form
    @Test
    void aPatchByKeyCreatesThenUpdatesAndEchoesTheKey() {
        String row = key();

        Answer created = org.patch(row, "{\"cnf_name\":\"one\"}");
        Answer updated = org.patch(row, "{\"cnf_name\":\"two\"}");

        assertThat(created.status()).isEqualTo(204);
        assertThat(created.header("OData-EntityId")).isEqualTo(org.root() + row);
        assertThat(updated.status()).isEqualTo(204);
        assertThat(org.get(row + "?$select=cnf_name").json().path("cnf_name").asText())
                .isEqualTo("two");
    }

    // [use-upsert-insert-update-record]
    @Test
    void aRepresentationTellsCreatedFromUpdated() {
        String row = key();

        assertThat(org.patch(row, "{\"cnf_name\":\"one\"}", "Prefer", "return=representation")
                        .status())
                .isEqualTo(201);
        assertThat(org.patch(row, "{\"cnf_name\":\"two\"}", "Prefer", "return=representation")
                        .status())
                .isEqualTo(200);
    }

    // [webapi/perform-conditional-operations-using-web-api]
    @Test
    void ifNoneMatchStarOnlyCreates() {
        String row = key();

        assertThat(org.patch(row, "{\"cnf_name\":\"one\"}", "If-None-Match", "*")
                        .status())
                .isEqualTo(204);
        Answer again = org.patch(row, "{\"cnf_name\":\"two\"}", "If-None-Match", "*");
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.code()).isEqualTo("0x80040237");
        assertThat(again.message()).isEqualTo("A record with matching key values already exists.");
    }

    // [webapi/perform-conditional-operations-using-web-api]
    @Test
    void ifMatchStarOnlyUpdates() {
        String row = key();

        Answer absent = org.patch(row, "{\"cnf_name\":\"one\"}", "If-Match", "*");

        assertThat(absent.status()).isEqualTo(404);
        assertThat(org.patch(row, "{\"cnf_name\":\"one\"}").status()).isEqualTo(204);
        assertThat(org.patch(row, "{\"cnf_name\":\"two\"}", "If-Match", "*").status())
                .isEqualTo(204);
    }

    // [webapi/perform-conditional-operations-using-web-api]
    @Test
    void aWriteAtAnotherVersionIsRefused() {
        String row = "accounts(" + org.create("accounts", "{\"name\":\"v1\"}") + ")";
        String etag = org.get(row + "?$select=name").json().path("@odata.etag").asText();

        assertThat(org.patch(row, "{\"name\":\"v2\"}", "If-Match", etag).status())
                .isEqualTo(204);
        Answer stale = org.patch(row, "{\"name\":\"v3\"}", "If-Match", etag);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("0x80060882");
        assertThat(org.delete(row, "If-Match", etag).status()).isEqualTo(412);
    }

    // DynamicsWebApi and others record the live body: 412, 0x80060892
    @Test
    void aSecondRowWithTheSameKeyIsRefused() {
        String code = org.withTables().unique("D");
        org.create("cnf_things", "{\"cnf_code\":\"" + code + "\"}");

        Answer answer = org.post("cnf_things", "{\"cnf_code\":\"" + code + "\"}");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.code()).isEqualTo("0x80060892");
        assertThat(answer.message()).startsWith("Entity Key ").contains("violated");
    }

    // no page of Microsoft's: dynamicsfieldguide.com 2017
    @Test
    void rowsWithoutAValueInTheKeyMayBeMany() {
        org.withTables();
        org.unverified("nulls are exempt from an alternate key", () -> {
            org.create("cnf_things", "{\"cnf_name\":\"no key\"}");
            org.create("cnf_things", "{\"cnf_name\":\"no key\"}");
        });
    }
}
