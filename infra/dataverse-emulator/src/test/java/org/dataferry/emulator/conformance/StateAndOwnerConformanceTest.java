package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** State, status, owner and the columns of an import. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class StateAndOwnerConformanceTest {
    private final Org org;

    StateAndOwnerConformanceTest(Org org) {
        this.org = org;
    }

    // [reference account]
    @Test
    void aRowIsCreatedActive() {
        String id = org.create("accounts", "{\"name\":\"new\"}");

        assertThat(org.get("accounts(" + id + ")?$select=statecode")
                        .json()
                        .path("statecode")
                        .asInt(-1))
                .isZero();
    }

    // StackOverflow's copy of a live answer: 400, 0x80048408
    @Test
    void aStatusOfAnotherStateIsRefusedOnCreate() {
        Answer answer = org.post("accounts", "{\"name\":\"x\",\"statuscode\":2}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80048408");
        assertThat(answer.message()).startsWith("2 is not a valid status code for state code");
    }

    // [webapi/update-delete-entities-using-web-api]; reference account: default status
    @Test
    void oneChangeSetsStateAndStatusAndTheStateAloneSetsItsDefaultStatus() {
        for (String body : new String[] {"{\"statecode\":1,\"statuscode\":2}", "{\"statecode\":1}"}) {
            String row = "accounts(" + org.create("accounts", "{\"name\":\"x\"}") + ")";

            assertThat(org.patch(row, body).status()).as(body).isEqualTo(204);
            Answer read = org.get(row + "?$select=statecode,statuscode");
            assertThat(read.json().path("statecode").asInt()).as(body).isEqualTo(1);
            assertThat(read.json().path("statuscode").asInt()).as(body).isEqualTo(2);
        }
    }

    // [reference tables]: an owner that is left out is the caller
    @Test
    void theCallerOwnsWhatItCreates() {
        String me = org.get("WhoAmI").json().path("UserId").asText();
        String id = org.create("accounts", "{\"name\":\"mine\"}");

        assertThat(org.get("accounts(" + id + ")?$select=_ownerid_value")
                        .json()
                        .path("_ownerid_value")
                        .asText())
                .isEqualTo(me);
    }

    // [reference account; import-data]
    @Test
    void anOverriddenCreationShowsTheSuppliedMoment() {
        String id = org.create("accounts", "{\"name\":\"old\",\"overriddencreatedon\":\"2001-02-03T04:05:06Z\"}");

        Answer read = org.get("accounts(" + id + ")?$select=createdon,overriddencreatedon");

        assertThat(read.json().path("createdon").asText()).isEqualTo("2001-02-03T04:05:06Z");
        assertThat(read.json().path("overriddencreatedon").asText()).isGreaterThan("2020");
    }

    // [reference account]
    @Test
    void anImportSequenceNumberIsTakenOnCreate() {
        String id = org.create("accounts", "{\"name\":\"n\",\"importsequencenumber\":77}");

        assertThat(org.get("accounts(" + id + ")?$select=importsequencenumber")
                        .json()
                        .path("importsequencenumber")
                        .asInt())
                .isEqualTo(77);
    }
}
