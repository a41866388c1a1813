package org.dataferry.control.endpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the reader of a source can judge is told with its place all the same, and before anything is started. */
class MigrationFolderTest {

    private static final String HEAD = "migration: a\ntarget: { prefix: nw }\n";

    @TempDir
    private Path directory;

    @Test
    void placesATypeOfADumpThatIsNone() throws IOException {
        refused("""
                source:
                  name: erp
                  dumps:
                    folder: dumps
                    tables:
                      acc: { file: "acc*.csv", key: [id] }
                      accounts:
                        file: "accounts*.csv"
                        key: [id]
                        types:
                          zip: txt
                """, "migration.yaml, line 13, column 11: source.dumps.tables.accounts.types.zip: 'txt' is no type");
    }

    @Test
    void placesATypeThatNoKeyCanHave() throws IOException {
        refused("""
                source:
                  name: erp
                  dumps:
                    folder: dumps
                    tables:
                      accounts: { file: "accounts*.csv", key: [id], types: { id: floating } }
                """, "migration.yaml, line 8, column 62: source.dumps.tables.accounts.types.id is floating");
    }

    @Test
    void placesAMistakeInOneOfSeveralSources() throws IOException {
        refused("""
                sources:
                  - name: erp
                  - name: hr
                    dumps:
                      folder: dumps
                      tables:
                        staff: { file: "staff*.csv", key: [id], types: { zip: txt } }
                """, "migration.yaml, line 9, column 58: source.dumps.tables.staff.types.zip: 'txt' is no type");
    }

    private void refused(String sources, String message) throws IOException {
        Files.writeString(directory.resolve("migration.yaml"), HEAD + sources);

        assertThatThrownBy(() -> MigrationFolder.open(directory))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }
}
