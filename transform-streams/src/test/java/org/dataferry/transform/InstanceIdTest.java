package org.dataferry.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

    @TempDir
    private Path directory;

    @Test
    void nameStaysWithTheStateDirectory() {
        String first = InstanceId.keptIn(directory.resolve("one/state"));

        assertThat(InstanceId.keptIn(directory.resolve("one/state"))).isEqualTo(first);
        assertThat(InstanceId.keptIn(directory.resolve("two"))).isNotEqualTo(first);
    }

    @Test
    void nameThatWasNotWrittenIsMadeAnew() throws IOException {
        Files.createFile(directory.resolve("instance-id"));

        String made = InstanceId.keptIn(directory);

        assertThat(made).isNotEmpty();
        assertThat(InstanceId.keptIn(directory)).isEqualTo(made);
    }

    @Test
    void directoryThatIsNoneIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> InstanceId.keptIn(file.resolve("state")))
                .isInstanceOf(TransformException.class)
                .hasMessageContaining("instance-id");
    }
}
