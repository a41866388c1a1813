package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.ReplicaIdentity;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.source.Catalogues;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.loop.SimulatedChance;
import org.dataferry.sink.loop.SimulatedDataverse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An option table that grows after its choice was made, at a server that keeps definitions. */
class PrepareOptionsTest {
    private static final SourceCatalogue SOURCE = new SourceCatalogue(List.of(new SourceTable(
            TableName.parse("people"),
            List.of(text("id"), text("title")),
            List.of("id"),
            OptionalLong.empty(),
            new ReplicaIdentity.PrimaryKey())));

    @TempDir
    private Path folder;

    @Test
    void addsTheOptionsThatCameSinceTheChoiceWasMade() throws Exception {
        try (SimulatedDataverse target = new SimulatedDataverse(
                folder.resolve("target"), new ManualClock(), Duration.ZERO, new SimulatedChance(new Random(1)))) {
            Lane lane = target.reliableLane();
            write("mappings/contact.yaml", """
                    entity: contact
                    from: people
                    columns:
                      ferry_courtesy: { column: title, options: true, type: choice }
                    """);
            options("Dr.,100000000,Doctor");
            preparation(lane).apply(lane, step -> {});
            options("Dr.,100000000,Doctor", "Ms.,100000001,Ms");

            Preparation second = preparation(lane);
            assertThat(second.steps())
                    .extracting(PrepareStep::describe)
                    .containsExactly("add option 100000001 (Ms) to choice ferry_courtesy of contact");
            second.apply(lane, step -> {});

            assertThat(preparation(lane).steps()).isEmpty();
        }
    }

    private Preparation preparation(Lane lane) throws InterruptedException {
        return Preparation.of(
                Catalogues.of("hr", SOURCE),
                new TargetSettings("ferry", null),
                Blueprint.read(folder.resolve("mappings")),
                lane);
    }

    private void options(String... lines) throws IOException {
        StringBuilder table = new StringBuilder(
                "source_table,source_column,target_table,target_column,source_text,target_value,target_label\n");
        for (String line : lines) {
            table.append("people,title,contact,ferry_courtesy,").append(line).append('\n');
        }
        write("reference/titles.csv", table.toString());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static SourceColumn text(String name) {
        return new SourceColumn(
                name,
                "text",
                CanonicalType.TEXT,
                true,
                false,
                OptionalInt.empty(),
                false,
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
