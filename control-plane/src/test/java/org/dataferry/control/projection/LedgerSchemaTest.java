package org.dataferry.control.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerSchemaTest {

    @Test
    void isOfAnotherFormatWhenAnyOfItsSqlChanges() throws Exception {
        List<String> files = files();

        assertThat(files).contains("schema.sql", "views.sql", "projection.sql");
        assertThat(files)
                .allSatisfy(changed -> assertThat(LedgerSchema.format(
                                file -> file.equals(changed) ? List.of("SELECT 1") : SqlText.statements(file)))
                        .isNotEqualTo(LedgerSchema.FORMAT));
    }

    @Test
    void isOfTheSameFormatWhenNothingChanges() {
        assertThat(LedgerSchema.format(SqlText::statements)).isEqualTo(LedgerSchema.FORMAT);
    }

    /** All that lie beside the classes, so that a new one cannot be forgotten. */
    private static List<String> files() throws Exception {
        Path directory = Path.of(Objects.requireNonNull(LedgerSchema.class.getResource("schema.sql"))
                        .toURI())
                .getParent();
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .toList();
        }
    }
}
