package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dataferry.control.dashboard.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API and the server agree. */
class OpenApiDocumentTest {

    @TempDir
    private Path directory;

    @Test
    void namesEveryRouteAndNoOther() {
        Set<String> described = new TreeSet<>();
        OpenApiDocument.read()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        try (ServedDashboard served = ServedDashboard.open(directory)) {
            assertThat(described)
                    .isEqualTo(served.dashboard().routes().stream()
                            .map(route -> route.method() + " " + route.path())
                            .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(Browser.json(served.browser().get("/api/openapi.json"))).isEqualTo(OpenApiDocument.read());
        }
    }

    @Test
    void saysWhichRoleEachRouteNeeds() {
        try (ServedDashboard served = ServedDashboard.open(directory)) {
            for (Route route : served.dashboard().routes()) {
                JsonNode operation = OpenApiDocument.read()
                        .path("paths")
                        .path(route.path())
                        .path(route.method().toLowerCase(Locale.ROOT));
                String role = route.access() instanceof Route.AtLeast(var needed) ? needed.word() : "";
                assertThat(operation.path("x-role").asText())
                        .as(route.method() + " " + route.path())
                        .isEqualTo(role);
            }
        }
    }

    @Test
    void refusesOtherAnswers() {
        JsonNode other = new ObjectMapper().createObjectNode().put("done", false);

        assertThatThrownBy(() -> OpenApiDocument.assertFollows("done", other)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> OpenApiDocument.assertFollows("status", other)).isInstanceOf(AssertionError.class);
    }
}
