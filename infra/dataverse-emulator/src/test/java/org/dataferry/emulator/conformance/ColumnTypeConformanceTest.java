package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values of each type on the wire. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class ColumnTypeConformanceTest {
    private final Org org;

    ColumnTypeConformanceTest(Org org) {
        this.org = org;
    }

    private Answer written(String member) {
        String id = org.withTables().create("cnf_things", "{" + member + "}");
        return org.get("cnf_things(" + id + ")");
    }

    private void refused(String member, String code) {
        Answer answer = org.withTables().post("cnf_things", "{" + member + "}");
        if (answer.status() == 204) {
            org.cleanUp("cnf_things(" + answer.id() + ")");
        }
        assertThat(answer.status()).as(member).isEqualTo(400);
        assertThat(answer.code()).as(member).isEqualTo(code);
    }

    // error list; text as PSDataverse has it, with two blanks
    @Test
    void aTextThatIsTooLongIsRefused() {
        Answer answer = org.withTables().post("cnf_things", "{\"cnf_code\":\"" + "x".repeat(51) + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80044331");
        assertThat(answer.message())
                .isEqualTo("A validation error occurred.  The length of the 'cnf_code' attribute of the 'cnf_thing'"
                        + " entity exceeded the maximum allowed length of '50'.");
    }

    // error list
    @Test
    void aNumberOutOfRangeIsRefused() {
        refused("\"cnf_count\":1001", "0x8004432f");
        refused("\"cnf_rate\":1000.01", "0x80044330");
    }

    // [webapi/web-api-client-errors (SupportArticles)]
    @Test
    void aValueOfAnotherTypeIsRefused() {
        refused("\"cnf_count\":\"three\"", "0x80048d19");
        refused("\"cnf_done\":1", "0x80048d19");
        refused("\"cnf_when\":\"yesterday\"", "0x80048d19");
    }

    // error list: 0x8004431a
    @Test
    void aChoiceThatIsNotThereIsRefused() {
        refused("\"cnf_colour\":9", "0x8004431a");
    }

    // [behavior-format-date-time-attribute]: UTC is stored and returned, an offset is allowed
    @Test
    void aMomentWithAnOffsetComesBackInUtc() {
        assertThat(written("\"cnf_when\":\"2024-03-01T12:00:00+02:00\"")
                        .json()
                        .path("cnf_when")
                        .asText())
                .isEqualTo("2024-03-01T10:00:00Z");
    }

    // [behavior-format-date-time-attribute]
    @Test
    void aDateOnlyIsADate() {
        assertThat(written("\"cnf_day\":\"2024-03-01\"").json().path("cnf_day").asText())
                .isEqualTo("2024-03-01");
    }

    // [webapi/web-api-properties]
    @Test
    void valuesComeBackInTheirOwnJsonTypes() {
        Answer read = written("\"cnf_count\":-5,\"cnf_rate\":12.34,\"cnf_done\":true,\"cnf_colour\":2");

        assertThat(read.json().path("cnf_count").intValue()).isEqualTo(-5);
        assertThat(read.json().path("cnf_rate").decimalValue()).isEqualByComparingTo("12.34");
        assertThat(read.json().path("cnf_done").booleanValue()).isTrue();
        assertThat(read.json().path("cnf_colour").intValue()).isEqualTo(2);
    }
}
