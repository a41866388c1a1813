package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.TestSource.at;

import java.nio.file.Path;
import java.util.List;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.Mappings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes after a point in the history is read, and is as if it had not happened. */
class ChangesUpToAPointTest {

    @TempDir
    private Path directory;

    @Test
    void passOverWhatCommittedLaterAlsoThatAnEpochIsComplete() {
        Mappings mappings = new Mappings("map-1", List.of(new TestMapping("account", CUSTOMERS)));
        try (MigrationDriver migration = new MigrationDriver(directory, mappings, AsOf.parse("0/2"))) {
            migration.change(CUSTOMERS, migration.source.row("c", 1, at(1, 1), "Ann", null));
            migration.change(CUSTOMERS, migration.source.row("u", 1, at(1, 2), "Anna", null));
            migration.change(CUSTOMERS, migration.source.row("u", 1, at(1, 3), "Bob", null));
            migration.change(CUSTOMERS, migration.source.delete(1, at(1, 4)));
            migration.change(CUSTOMERS, migration.source.row("r", 2, at(2, 5), "Cy", null));
            migration.change(CUSTOMERS, TestSource.marker(at(2, 5)));
            migration.passFence();

            List<EntityWrite> writes = migration.writes("account");
            assertThat(writes).hasSize(2);
            assertThat(((EntityWrite.UpsertRow) writes.getLast()).columns()).containsEntry("name", Value.text("Anna"));
            assertThat(migration.fanOuts()).hasSize(2);
        }
    }
}
