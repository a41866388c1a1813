package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Delta links. [use-change-tracking-synchronize-data-external-systems] is the source of all facts that name no other. */
@ExtendWith(OrgExtension.class)
class ChangeTrackingConformanceTest {
    private static final String[] TRACK = {"Prefer", "odata.track-changes"};

    private final Org org;

    ChangeTrackingConformanceTest(Org org) {
        this.org = org;
    }

    private Org tracked() {
        Answer definition = org.withTables()
                .get("EntityDefinitions(LogicalName='cnf_thing')?$select=LogicalName,ChangeTrackingEnabled");
        assumeTrue(
                definition.json().path("ChangeTrackingEnabled").asBoolean(),
                "skipped: the table cnf_thing was made without change tracking");
        return org;
    }

    /** The last page of a read, which has the delta link; other clients' rows may be in the pages before it. */
    private Answer last(String path, List<JsonNode> entries, String... headers) {
        Answer answer = org.get(path, headers);
        while (true) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            answer.json().path("value").forEach(entries::add);
            String next = answer.json().path("@odata.nextLink").asText("");
            if (next.isEmpty()) {
                return answer;
            }
            answer = org.get(next, headers);
        }
    }

    private static String delta(Answer answer) {
        return answer.json().path("@odata.deltaLink").asText();
    }

    private static boolean holds(List<JsonNode> entries, String member, String value) {
        return entries.stream().anyMatch(entry -> entry.path(member).asText().equals(value));
    }

    @Test
    void changesSinceTheLinkAreWrittenAndDeletedRows() {
        String kept = tracked().create("cnf_things", "{\"cnf_name\":\"kept\"}");
        String gone = org.create("cnf_things", "{\"cnf_name\":\"gone\"}");
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> changes = new ArrayList<>();

        Answer first = last("cnf_things?$select=cnf_name", all, TRACK);
        org.patch("cnf_things(" + kept + ")", "{\"cnf_name\":\"changed\"}");
        org.delete("cnf_things(" + gone + ")");
        Answer second = last(delta(first), changes);

        assertThat(first.header("Preference-Applied")).contains("odata.track-changes");
        assertThat(holds(all, "cnf_thingid", kept) && holds(all, "cnf_thingid", gone))
                .isTrue();
        assertThat(holds(changes, "cnf_name", "changed")).isTrue();
        assertThat(changes).anySatisfy(entry -> {
            assertThat(entry.path("id").asText()).isEqualTo(gone);
            assertThat(entry.path("reason").asText()).isEqualTo("deleted");
            assertThat(entry.path("@odata.context").asText()).endsWith("$metadata#cnf_things/$deletedEntity");
        });
        assertThat(second.json().path("@odata.context").asText()).endsWith("#cnf_things(cnf_name)/$delta");
        assertThat(delta(second)).contains("deltatoken=");
    }

    @Test
    void changesAreCountedByTheTokenOfTheLink() {
        tracked();
        Answer first = last("cnf_things?$select=cnf_name", new ArrayList<>(), TRACK);
        org.create("cnf_things", "{\"cnf_name\":\"one more\"}");
        String token = delta(first).replaceFirst(".*[?&](\\$deltatoken=[^&]*).*", "$1");

        Answer count = org.get("cnf_things/$count?" + token);

        assertThat(Integer.parseInt(count.body().strip().replace("\uFEFF", ""))).isPositive();
    }

    @Test
    void someOptionsAreRefused() {
        for (String option : List.of("$filter=cnf_count%20eq%201", "$orderby=cnf_name", "$top=1")) {
            Answer refused = tracked().get("cnf_things?" + option, TRACK);

            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.message()).contains("query parameter isn't supported when Change Tracking is enabled");
        }
    }

    // [reference/web-service-error-codes]: ChangeTrackingNotEnabledForEntity
    @Test
    void aTableHasToBeEnabledForIt() {
        Answer definition = org.withTables()
                .get("EntityDefinitions(LogicalName='cnf_parent')?$select=LogicalName,ChangeTrackingEnabled");
        assumeTrue(!definition.json().path("ChangeTrackingEnabled").asBoolean(), "skipped: cnf_parent is tracked here");

        Answer refused = org.get("cnf_parents?$select=cnf_name", TRACK);

        assertThat(refused.message()).isEqualTo("Entity cnf_parent isn't enabled for change tracking.");
        org.unverified("code and status of a table that is not tracked", () -> {
            assertThat(refused.code()).isEqualTo("0x80072491");
            assertThat(refused.status()).isEqualTo(400);
        });
    }

    @Test
    void anOldLinkAsksForAFullRead() {
        Answer refused =
                tracked().get("cnf_things?$select=cnf_name&$deltatoken=" + Org.encode("919042!08/22/2017 08:10:44"));

        org.unverified("the code of a link that has expired", () -> {
            assertThat(refused.code()).isEqualTo("0x80044352");
            assertThat(refused.message()).contains("Please perform a full sync.");
        });
    }
}
