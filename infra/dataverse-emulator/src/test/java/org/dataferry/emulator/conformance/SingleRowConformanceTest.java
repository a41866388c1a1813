package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Create, update, read and delete of one row. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class SingleRowConformanceTest {
    private final Org org;

    SingleRowConformanceTest(Org org) {
        this.org = org;
    }

    private static final String NOBODY = "accounts(00000000-0000-0000-0000-00000000dead)";

    // [webapi/create-entity-web-api]
    @Test
    void aCreateAnswersTheAddressOfTheRow() {
        Answer answer = org.post("accounts", "{\"name\":\"Contoso\"}");
        org.cleanUp("accounts(" + answer.id() + ")");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("OData-EntityId")).isEqualTo(org.root() + "accounts(" + answer.id() + ")");
        assertThat(answer.body()).isEmpty();
    }

    // [webapi/create-entity-web-api]
    @Test
    void aCreateWithRepresentationAnswers201AndTheChosenColumns() {
        Answer answer = org.post("accounts?$select=name", "{\"name\":\"Contoso\"}", "Prefer", "return=representation");
        org.cleanUp("accounts(" + answer.json().path("accountid").asText() + ")");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("name").asText()).isEqualTo("Contoso");
        assertThat(answer.json().path("accountid").asText()).hasSize(36);
        assertThat(answer.json().has("createdon")).isFalse();
        assertThat(answer.header("Preference-Applied")).contains("return=representation");
    }

    // [webapi/create-entity-web-api]: set primary key value
    @Test
    void aCreateWithAGuidThatExistsIsADuplicate() {
        String id = org.create("accounts", "{\"name\":\"first\"}");

        Answer answer = org.post("accounts", "{\"accountid\":\"" + id + "\",\"name\":\"second\"}");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.code()).isEqualTo("0x80040237");
    }

    // [webapi/create-entity-web-api]
    @Test
    void aNestedObjectMakesARelatedRowInTheSameTransaction() {
        String id = org.create("accounts", "{\"name\":\"deep\",\"primarycontactid\":{\"lastname\":\"nested\"}}");

        Answer contact = org.get("accounts(" + id + ")/primarycontactid?$select=lastname");

        assertThat(contact.json().path("lastname").asText()).isEqualTo("nested");
        org.cleanUp("contacts(" + contact.json().path("contactid").asText() + ")");
    }

    // [webapi/update-delete-entities-using-web-api]
    @Test
    void aReadHasContextEtagAndPrimaryKey() {
        String id = org.create("accounts", "{\"name\":\"read\"}");

        Answer answer = org.get("accounts(" + id + ")?$select=name");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("@odata.context").asText()).endsWith("$metadata#accounts(name)/$entity");
        assertThat(answer.json().path("@odata.etag").asText()).startsWith("W/\"");
        assertThat(answer.json().path("accountid").asText()).isEqualTo(id);
    }

    // [webapi/update-delete-entities-using-web-api]
    @Test
    void onePropertyIsSetAndClearedByItsOwnAddress() {
        String row = "accounts(" + org.create("accounts", "{\"name\":\"one\"}") + ")";

        assertThat(org.call("PUT", row + "/description", "{\"value\":\"text\"}").status())
                .isEqualTo(204);
        assertThat(org.get(row + "?$select=description")
                        .json()
                        .path("description")
                        .asText())
                .isEqualTo("text");
        assertThat(org.delete(row + "/description").status()).isEqualTo(204);
        assertThat(org.get(row + "?$select=description")
                        .json()
                        .path("description")
                        .isNull())
                .isTrue();
    }

    // [webapi/update-delete-entities-using-web-api]
    @Test
    void aDeletedRowIsGoneAndASecondDeleteIsRefused() {
        String row = "accounts(" + org.post("accounts", "{\"name\":\"gone\"}").id() + ")";

        assertThat(org.delete(row).status()).isEqualTo(204);
        Answer again = org.delete(row);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.code()).isEqualTo("0x80040217");
        assertThat(again.message()).contains("Does Not Exist");
    }

    // [webapi/perform-conditional-operations-using-web-api]
    @Test
    void aReadOfAnUnchangedRowSendsNothing() {
        String row = "accounts(" + org.create("accounts", "{\"name\":\"same\"}") + ")";
        String etag = org.get(row + "?$select=name").json().path("@odata.etag").asText();

        assertThat(org.get(row + "?$select=name", "If-None-Match", etag).status())
                .isEqualTo(304);
    }

    // [webapi/update-delete-entities-using-web-api]: If-Match: * makes a PATCH update only
    @Test
    void anUpdateOnlyOfAnAbsentRowIsRefused() {
        Answer answer = org.patch(NOBODY, "{\"name\":\"x\"}", "If-Match", "*");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("0x80040217");
    }
}
