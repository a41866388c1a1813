package org.dataferry.control.endpoint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.dataferry.control.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {

    @TempDir
    Path folder;

    @Test
    void refusesADiskThatIsNearlyFull() {
        Path state = folder.resolve("nw/.ferry");

        assertThatThrownBy(() -> FreeSpace.require(state, disk -> FreeSpace.LEAST - 1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("511 MiB are free for " + state, "at least 512 MiB");
    }

    @Test
    void looksAtTheFolderThatIsThereAlready() {
        assertThatCode(() -> FreeSpace.require(
                        folder.resolve("nw/.ferry"), disk -> disk.equals(folder) ? FreeSpace.LEAST : 0))
                .doesNotThrowAnyException();
    }
}
