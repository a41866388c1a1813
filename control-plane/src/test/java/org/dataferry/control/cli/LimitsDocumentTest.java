package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dataferry.control.steer.LimitsDocument;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.settings.MigrationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsDocumentTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final LimitChanges CHANGES = new LimitChanges(
            Optional.empty(),
            Optional.of(Duration.ofMillis(600_500)),
            Optional.of(3),
            Optional.of(0.3),
            Optional.empty(),
            Optional.empty(),
            Optional.of(500_000L));

    @TempDir
    private Path folder;

    private LimitsDocument document(String limits, SinkControl control) throws IOException {
        Files.writeString(
                folder.resolve("migration.yaml"),
                "migration: nw\nsource: { name: erp }\ntarget: { prefix: nw }\n" + limits);
        return new LimitsDocument(MigrationSettings.load(folder), control, 1, NOON);
    }

    @Test
    void showsWhatHoldsBesideWhatIsConfigured() throws IOException {
        SinkControl control =
                SinkControl.NONE.after(new SinkSteering.LimitsChanged(CHANGES, 1, "ada", "go-live", NOON));
        LimitsDocument document = document("limits: {sink: {protection: {reserve: 0.1}}}\n", control);
        ObjectNode json = document.json();

        Published.assertFollows("limits", json);
        assertThat(json.at("/limits/reserve/now").asDouble()).isEqualTo(0.3);
        assertThat(json.at("/limits/reserve/configured").asDouble()).isEqualTo(0.1);
        assertThat(json.at("/limits/executionTime/now").asText()).isEqualTo("600500ms");
        assertThat(json.at("/limits/executionTime/configured").asText()).isEqualTo("1200s");
        assertThat(json.at("/limits/requests/now").asInt()).isEqualTo(6_000);
        assertThat(json.at("/limits/entitlement/now").asLong()).isEqualTo(500_000);
        assertThat(json.at("/changed/why").asText()).isEqualTo("go-live");
        assertThat(document.text())
                .containsPattern("reserve +0.3 +0.1\\n")
                .containsPattern("requests +6000\\n")
                .contains("Changed by ada since", "go-live")
                .doesNotContain("not paced");
    }

    @Test
    void saysThatTheEmbeddedEmulatorIsNotPaced() throws IOException {
        LimitsDocument document = document("", SinkControl.NONE);

        Published.assertFollows("limits", document.json());
        assertThat(document.json().path("paced").asBoolean(true)).isFalse();
        assertThat(document.text()).contains("not paced");
    }
}
