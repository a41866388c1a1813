package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How keys are written in addresses. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class KeyLiteralConformanceTest {
    private final Org org;

    KeyLiteralConformanceTest(Org org) {
        this.org = org;
    }

    // [use-alternate-key-reference-record]: quotes are doubled, then percent-encoded
    @Test
    void aQuoteInAKeyIsDoubled() {
        String row = org.cleanUp("cnf_things(cnf_code='"
                + Org.encode(org.withTables().unique("O'Neil ü").replace("'", "''")) + "')");

        assertThat(org.patch(row, "{\"cnf_name\":\"quoted\"}").status()).isEqualTo(204);
        assertThat(org.get(row + "?$select=cnf_code").json().path("cnf_code").asText())
                .startsWith("O'Neil ü-");
    }

    // [use-alternate-key-reference-record]
    @Test
    void theNamedPrimaryKeyIsAnAddressToo() {
        String id = org.create("accounts", "{\"name\":\"named\"}");

        assertThat(org.get("accounts(accountid=" + id + ")?$select=name")
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("named");
    }

    // [use-alternate-key-reference-record]
    @Test
    void aKeyThatIsNotDefinedIsRefused() {
        Answer answer = org.get("accounts(fax='1')?$select=name");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .startsWith("The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.account'.");
    }

    // the list of error codes: 0x80060891
    @Test
    void aKeyThatNoRowHasIsNotFound() {
        Answer answer = org.get("cnf_things(cnf_code='" + org.withTables().unique("absent") + "')");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("0x80060891");
        assertThat(answer.message())
                .isEqualTo("A record with the specified key values does not exist in cnf_thing entity");
    }

    // [define-alternate-keys-entity]: GET and PATCH by such a value fail
    @Test
    void someCharactersAreForbiddenInKeys() {
        for (String character : new String[] {"/", "<", ">", "*", "%", "&", ":", "\\", "?", "+"}) {
            String row = "cnf_things(cnf_code='" + Org.encode(org.withTables().unique("F" + character)) + "')";

            assertThat(org.patch(row, "{\"cnf_name\":\"x\"}").status())
                    .as(character)
                    .isBetween(400, 499);
        }
    }

    // [use-alternate-key-reference-record]: the key of a user is inherited as ownerid
    @Test
    void usersHaveNoNamedPrimaryKey() {
        String me = org.get("WhoAmI").json().path("UserId").asText();

        assertThat(org.get("systemusers(" + me + ")?$select=fullname").status()).isEqualTo(200);
        assertThat(org.get("systemusers(systemuserid=" + me + ")?$select=fullname")
                        .status())
                .isEqualTo(400);
    }
}
