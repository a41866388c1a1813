package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Association by {@code $ref}. Source page of all: [webapi/associate-disassociate-entities-using-web-api]. */
@ExtendWith(OrgExtension.class)
class LinkConformanceTest {
    private final Org org;

    LinkConformanceTest(Org org) {
        this.org = org;
    }

    private String thing() {
        return "cnf_things(" + org.withTables().create("cnf_things", "{\"cnf_name\":\"t\"}") + ")";
    }

    private String parent() {
        return org.withTables().create("cnf_parents", "{\"cnf_name\":\"p\"}");
    }

    private String reference(String parent) {
        return "{\"@odata.id\":\"" + org.root() + "cnf_parents(" + parent + ")\"}";
    }

    // [webapi/associate-disassociate-entities-using-web-api]
    @Test
    void rowsAreLinkedOnceAndUnlinkedByEachForm() {
        String links = thing() + "/cnf_thing_parents";
        String parent = parent();
        for (String form : new String[] {
            links + "(" + parent + ")/$ref", links + "/$ref?$id=" + org.root() + "cnf_parents(" + parent + ")"
        }) {
            assertThat(org.post(links + "/$ref", reference(parent)).status()).isEqualTo(204);
            assertThat(org.get(links + "?$select=cnf_name").json().path("value"))
                    .hasSize(1);
            assertThat(org.delete(form).status()).as(form).isEqualTo(204);
            assertThat(org.get(links + "?$select=cnf_name").json().path("value"))
                    .isEmpty();
        }
    }

    // Dynamics-365-Workflow-Tools PR 83, XrmMockup issue 26: the text; the status is not confirmed
    @Test
    void aSecondLinkOfAPairIsADuplicate() {
        String links = thing() + "/cnf_thing_parents/$ref";
        String parent = parent();
        org.post(links, reference(parent));

        Answer again = org.post(links, reference(parent));

        assertThat(again.status()).isGreaterThanOrEqualTo(400);
        org.unverified("a second link of a pair is 412 and 0x80040237", () -> {
            assertThat(again.status()).isEqualTo(412);
            assertThat(again.code()).isEqualTo("0x80040237");
            assertThat(again.message()).contains("Cannot insert duplicate key");
        });
    }

    // a test of a terraform provider
    @Test
    void unlinkingAPairThatIsNotLinkedIsRefused() {
        String links = thing() + "/cnf_thing_parents(" + parent() + ")/$ref";

        org.unverified("the pair is not found", () -> {
            Answer answer = org.delete(links);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("0x80040217");
        });
    }

    // [webapi/associate-disassociate-entities-using-web-api]
    @Test
    void aLookupIsSetAndClearedByItsReference() {
        String thing = thing();
        String parent = parent();

        assertThat(org.call("PUT", thing + "/cnf_ParentId/$ref", reference(parent))
                        .status())
                .isEqualTo(204);
        assertThat(org.get(thing + "?$select=_cnf_parentid_value")
                        .json()
                        .path("_cnf_parentid_value")
                        .asText())
                .isEqualTo(parent);
        assertThat(org.delete(thing + "/cnf_ParentId/$ref").status()).isEqualTo(204);
        assertThat(org.get(thing + "?$select=_cnf_parentid_value")
                        .json()
                        .path("_cnf_parentid_value")
                        .isNull())
                .isTrue();
    }

    // DynamicsWebApi issue 37
    @Test
    void aWrongNavigationPropertyIsNoSegment() {
        Answer answer = org.post(thing() + "/cnf_parentid/$ref", reference(parent()));

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.code()).isEqualTo("0x8006088a");
    }
}
