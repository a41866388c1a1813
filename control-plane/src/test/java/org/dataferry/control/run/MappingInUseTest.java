package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.control.endpoint.MigrationFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingInUseTest {

    @TempDir
    private Path directory;

    @Test
    void saysThatARunHasOtherFilesOnlyWhileItGoesOn() throws Exception {
        Files.writeString(
                directory.resolve("migration.yaml"), "migration: a\nsource: { name: erp }\ntarget: { prefix: nw }\n");
        MigrationFolder folder = MigrationFolder.open(directory);
        assertThat(MappingInUse.otherThan(folder, "new")).as("nobody knows").isEmpty();
        MappingInUse.write(folder.ownState(), "old");
        assertThat(MappingInUse.otherThan(folder, "new")).as("nobody runs").isEmpty();

        RunLock run = RunLock.take(folder.state());
        try {
            assertThat(MappingInUse.otherThan(folder, "old")).isEmpty();
            assertThat(MappingInUse.otherThan(folder, "new"))
                    .hasValueSatisfying(
                            words -> assertThat(words).contains("version old", "version new", "start it again"));
        } finally {
            run.close();
        }
    }
}
