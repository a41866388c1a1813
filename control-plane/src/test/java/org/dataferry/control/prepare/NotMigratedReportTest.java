package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dataferry.control.cli.FerryApp;
import org.junit.jupiter.api.Test;

class NotMigratedReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final NotMigratedReport REPORT = new NotMigratedReport(Optional.of(new NotMigrated(
            List.of("public.audit"), List.of(new NotMigrated.ColumnsOf("public.people", List.of("photo", "notes"))))));

    @Test
    void saysTheSameInTextAndInJson() {
        assertThat(REPORT.text())
                .isEqualTo("not migrated, tables: public.audit\n"
                        + "not migrated, columns: public.people.photo, public.people.notes\n");
        assertThat(REPORT.addTo(JSON.createObjectNode()))
                .hasToString(
                        "{\"notMigrated\":{\"tables\":[\"public.audit\"],\"columns\":[{\"table\":\"public.people\","
                                + "\"columns\":[\"photo\",\"notes\"]}]}}");
    }

    @Test
    void hasNoLineWhereNothingIsLeftOutOrNothingIsKnown() {
        NotMigratedReport nothing = new NotMigratedReport(Optional.of(new NotMigrated(List.of(), List.of())));
        NotMigratedReport unknown = new NotMigratedReport(Optional.empty());

        assertThat(nothing.text()).isEmpty();
        assertThat(unknown.text()).isEmpty();
        assertThat(unknown.addTo(JSON.createObjectNode())).hasToString("{\"notMigrated\":null}");
    }

    @Test
    void keepsALongListInSight() {
        List<String> tables =
                IntStream.range(0, 40).mapToObj(i -> "public.t" + i).toList();

        assertThat(new NotMigratedReport(Optional.of(new NotMigrated(tables, List.of()))).text())
                .contains("public.t11 and 28 more\n")
                .doesNotContain("public.t12");
    }

    @Test
    void followsTheSchemasOfRunAndStatus() throws IOException {
        for (String command : List.of("run", "status")) {
            try (InputStream schema =
                    Objects.requireNonNull(FerryApp.class.getResourceAsStream(command + ".schema.json"))) {
                JsonNode described = JSON.readTree(schema).at("/properties/notMigrated");
                for (NotMigratedReport report : List.of(REPORT, new NotMigratedReport(Optional.empty()))) {
                    assertThat(SCHEMAS.getSchema(new ByteArrayInputStream(JSON.writeValueAsBytes(described)))
                                    .validate(report.addTo(JSON.createObjectNode())
                                            .path("notMigrated")))
                            .isEmpty();
                }
                assertThat(SCHEMAS.getSchema(new ByteArrayInputStream(JSON.writeValueAsBytes(described)))
                                .validate(JSON.createObjectNode().put("more", 1)))
                        .isNotEmpty();
            }
        }
    }
}
