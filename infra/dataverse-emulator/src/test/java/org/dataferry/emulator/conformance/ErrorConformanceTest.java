package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The form of errors. [webapi/compose-http-requests-handle-errors] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class ErrorConformanceTest {
    private final Org org;

    ErrorConformanceTest(Org org) {
        this.org = org;
    }

    // [webapi/compose-http-requests-handle-errors]
    @Test
    void anErrorIsACodeAndAMessage() {
        Answer answer = org.get("accounts(00000000-0000-0000-0000-00000000dead)");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/json; odata.metadata=minimal");
        assertThat(answer.code()).isEqualTo("0x80040217");
        assertThat(answer.json().path("error").size()).isEqualTo(2);
        assertThat(answer.message())
                .contains("00000000-0000-0000-0000-00000000dead")
                .contains("Does Not Exist");
    }

    // [webapi/compose-http-requests-handle-errors]
    @Test
    void annotationsEnrichAnError() {
        Answer answer =
                org.get("accounts(00000000-0000-0000-0000-00000000dead)", "Prefer", "odata.include-annotations=\"*\"");

        assertThat(answer.json().path("error").has("@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus"))
                .isTrue();
        assertThat(answer.json().path("error").has("@Microsoft.PowerApps.CDS.HelpLink"))
                .isTrue();
    }

    // live bodies that others recorded: the values of the row that is refused, not of the one that exists
    @Test
    void aDuplicateKeyNamesItsValues() {
        String code = org.withTables().unique("dup");
        String body = "{\"cnf_code\":\"" + code + "\"}";
        org.create("cnf_things", body);

        Answer answer = org.post("cnf_things", body, "Prefer", "odata.include-annotations=\"*\"");

        assertThat(answer.json()
                        .path("error")
                        .path("@Microsoft.PowerApps.CDS.ErrorDetails.DuplicateAttributes")
                        .asText())
                .isEqualTo("<DuplicateAttributes><cnf_code>" + code + "</cnf_code></DuplicateAttributes>");
    }

    // [webapi/web-api-client-errors (SupportArticles)]
    @Test
    void aBodyThatIsNoJsonIsRefused() {
        Answer answer = org.post("accounts", "{\"name\":");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80048d19");
    }
}
