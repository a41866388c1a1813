package org.dataferry.control.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    private static final DemoSettings SETTINGS = new DemoSettings(1_000, 7, 20);

    @TempDir
    Path directory;

    @Test
    void isACopyOfTheWholeExample() throws IOException {
        Path example = Path.of("../examples/staffing");
        try (Stream<Path> files = Files.walk(example)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> example.relativize(file).toString())
                            .filter(file -> !file.startsWith(".ferry")))
                    .containsExactlyInAnyOrderElementsOf(DemoFolder.FILES);
        }
        DemoFolder folder = DemoFolder.in(directory);
        for (String file : DemoFolder.FILES) {
            assertThat(folder.directory().resolve(file)).hasSameTextualContentAs(example.resolve(file));
        }
        assertThat(folder.migration().settings().migration()).isEqualTo("staffing");
    }

    @Test
    void goesOnWithADemoOfTheSameRowsAndSeedThatDidNotComeToItsEnd() {
        DemoFolder folder = DemoFolder.in(directory);
        assertThat(folder.isUnfinished(SETTINGS)).isFalse();

        folder.begin(SETTINGS);

        assertThat(DemoFolder.in(directory).isUnfinished(SETTINGS)).isTrue();
        assertThat(folder.isUnfinished(new DemoSettings(1_000, 7, 0))).isTrue();
        assertThat(folder.isUnfinished(new DemoSettings(1_001, 7, 20))).isFalse();
        assertThat(folder.isUnfinished(new DemoSettings(1_000, 8, 20))).isFalse();
    }

    @Test
    void beginsAnewAfterOneThatIsFinishedOrBroken() throws IOException {
        DemoFolder folder = DemoFolder.in(directory);
        folder.begin(SETTINGS);
        folder.finish(SETTINGS);
        assertThat(folder.isUnfinished(SETTINGS)).isFalse();

        folder.begin(SETTINGS);
        folder.forget();
        assertThat(folder.isUnfinished(SETTINGS)).isFalse();

        Files.writeString(folder.directory().resolve("demo.json"), "{\"rows\": 10");
        assertThat(folder.isUnfinished(SETTINGS)).isFalse();
    }
}
