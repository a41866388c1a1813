package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a body may hold: columns, lookups, clearing. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class BodyConformanceTest {
    private final Org org;

    BodyConformanceTest(Org org) {
        this.org = org;
    }

    private String thing(String body) {
        return "cnf_things(" + org.withTables().create("cnf_things", body) + ")";
    }

    private String parent() {
        return org.withTables().create("cnf_parents", "{\"cnf_name\":\"parent\"}");
    }

    private String parentOf(String thing) {
        return org.get(thing + "?$select=_cnf_parentid_value")
                .json()
                .path("_cnf_parentid_value")
                .asText();
    }

    // [webapi/associate-disassociate-entities-using-web-api]: the leading slash is optional, an absolute address is
    // fine
    @Test
    void aLookupIsBoundByEachFormOfAddress() {
        String parent = parent();
        for (String prefix : new String[] {"/", "", org.root()}) {
            String thing = thing("{\"cnf_ParentId@odata.bind\":\"" + prefix + "cnf_parents(" + parent + ")\"}");

            assertThat(parentOf(thing)).as(prefix).isEqualTo(parent);
        }
    }

    // [webapi/associate-disassociate-entities-using-web-api]
    @Test
    void aLookupIsClearedByNull() {
        String bind = "{\"cnf_ParentId@odata.bind\":\"/cnf_parents(" + parent() + ")\"}";
        for (String clear : new String[] {"{\"cnf_ParentId@odata.bind\":null}", "{\"cnf_ParentId\":null}"}) {
            String thing = thing(bind);

            assertThat(org.patch(thing, clear).status()).as(clear).isEqualTo(204);
            assertThat(parentOf(thing)).as(clear).isEqualTo("null");
        }
    }

    // bassetassen.com; MicrosoftDocs/dynamics-365-customer-engagement issue 1308
    @Test
    void aNavigationPropertyInTheWrongCaseIsUndeclared() {
        Answer answer =
                org.withTables().post("cnf_things", "{\"cnf_parentid@odata.bind\":\"/cnf_parents(" + parent() + ")\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80048d19");
        assertThat(answer.message()).contains("An undeclared property 'cnf_parentid'");
    }

    // [webapi/web-api-navigation-properties]: one navigation property for each target of a polymorphic lookup
    @Test
    void settingOneTargetOfAPolymorphicLookupReplacesTheOther() {
        String account = org.create("accounts", "{\"name\":\"a\"}");
        String other = org.create("contacts", "{\"lastname\":\"b\"}");
        String contact = "contacts("
                + org.create("contacts", "{\"parentcustomerid_account@odata.bind\":\"/accounts(" + account + ")\"}")
                + ")";

        org.patch(contact, "{\"parentcustomerid_contact@odata.bind\":\"/contacts(" + other + ")\"}");

        Answer read =
                org.get(contact + "?$select=_parentcustomerid_value", "Prefer", "odata.include-annotations=\"*\"");
        assertThat(read.json().path("_parentcustomerid_value").asText()).isEqualTo(other);
        assertThat(read.json()
                        .path("_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("contact");
    }

    // error list: 0x80040217; the status is inferred
    @Test
    void aBoundRowThatIsAbsentRefusesTheWrite() {
        Answer answer = org.post(
                "contacts",
                "{\"parentcustomerid_account@odata.bind\":\"/accounts(00000000-0000-0000-0000-00000000dead)\"}");

        assertThat(answer.code()).isEqualTo("0x80040217");
        org.unverified(
                "a missing lookup target is a 404",
                () -> assertThat(answer.status()).isEqualTo(404));
    }

    // DynamicsWebApi issue 179
    @Test
    void aKeyThatBindsNoRowRefusesTheWrite() {
        Answer answer = org.withTables().post("cnf_things", """
                {"cnf_ParentId@odata.bind":"/cnf_parents(cnf_none='x')"}""");

        assertThat(answer.status()).isBetween(400, 404);
    }

    // [web-api-client-errors (SupportArticles)]: an unknown column is 400, 0x0 or 0x80048d19
    @Test
    void anUnknownColumnIsRefused() {
        Answer answer = org.post("accounts", "{\"nosuchcolumn\":1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isIn("0x0", "0x80048d19");
        assertThat(answer.message()).contains("nosuchcolumn");
    }

    // general knowledge: no page
    @Test
    void anEmptyTextIsNoValue() {
        org.unverified("an empty text is stored as null", () -> {
            String id = org.create("accounts", "{\"name\":\"x\",\"description\":\"\"}");
            assertThat(org.get("accounts(" + id + ")?$select=description")
                            .json()
                            .path("description")
                            .isNull())
                    .isTrue();
        });
    }
}
