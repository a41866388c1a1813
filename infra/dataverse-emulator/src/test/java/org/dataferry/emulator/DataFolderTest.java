package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.emulator.error.EmulatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process may end between any two steps of a restore. */
class DataFolderTest {
    @TempDir
    private Path root;

    private DataFolder folder() {
        return new DataFolder(root.resolve("data"));
    }

    private void state(String name, String content) throws IOException {
        Files.createDirectories(root.resolve(name));
        Files.writeString(root.resolve(name).resolve("state"), content);
    }

    private String present() throws IOException {
        return Files.readString(root.resolve("data").resolve("state"));
    }

    @Test
    void anUnfinishedCopyIsForgotten() throws IOException {
        state("data", "old");
        state("data.coming", "half");

        folder().recover();

        assertThat(present()).isEqualTo("old");
        assertThat(root.resolve("data.coming")).doesNotExist();
    }

    @Test
    void aFinishedCopyTakesThePlaceThatWasMadeForIt() throws IOException {
        state("data.going", "old");
        state("data.coming", "new");

        folder().recover();

        assertThat(present()).isEqualTo("new");
        assertThat(root.resolve("data.going")).doesNotExist();
    }

    @Test
    void whatWasReplacedIsForgotten() throws IOException {
        state("data", "new");
        state("data.going", "old");

        folder().recover();

        assertThat(present()).isEqualTo("new");
        assertThat(root.resolve("data.going")).doesNotExist();
    }

    @Test
    void aSnapshotThatWasNotFinishedIsNone() throws IOException {
        state("data.snapshots/.half", "x");
        state("data.snapshots/whole", "kept");
        state("data", "old");

        assertThat(folder().snapshots()).containsExactly("whole");
        assertThatThrownBy(() -> folder().restore("half"))
                .isInstanceOf(EmulatorException.class)
                .hasMessage("There is no snapshot half; there are [whole]");
        folder().restore("whole");
        assertThat(present()).isEqualTo("kept");
    }
}
