package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State stores of which a part is gone, as a kill leaves them while Kafka Streams deletes the state of a task: the next run
 * reads its state back from Kafka, and nobody has to help.
 */
@ExtendWith(RunningMigration.Shared.class)
final class DamagedStateIT {

    private static final int FIRST_ORDER = 2_000_000;

    /** A store of a task, and the one that all tasks of an instance share. */
    @ParameterizedTest
    @ValueSource(strings = {"link-members", "identities"})
    void startsAgainAndMovesOnWhenAStoreIsHalfDeleted(String store, RunningMigration migration) throws Exception {
        FerryFolder folder = migration.folder();
        int from = FIRST_ORDER + Math.abs(store.hashCode() % 1_000) * 50;
        try (Witness witness = migration.witness()) {
            // given
            List<Path> stores = stores(folder, store);
            assertThat(stores).isNotEmpty();
            for (Path half : stores) {
                // What is left is refused: a log of a database that is not there.
                Files.delete(half.resolve("CURRENT"));
                Files.writeString(half.resolve("000099.log"), "");
            }
            witness.change(
                    "INSERT INTO orders (order_id, customer_id, employee_id, ship_name) SELECT n,"
                            + " (SELECT min(customer_id) FROM customers), (SELECT min(employee_id) FROM employees), 'Half'"
                            + " FROM generate_series(" + from + ", " + (from + 49) + ") n",
                    "UPDATE customers SET fax = 'half " + store + "'",
                    "UPDATE employees SET reports_to = NULL WHERE employee_id = (SELECT max(employee_id) FROM employees)",
                    "DELETE FROM employee_territories WHERE employee_id = (SELECT min(employee_id) FROM employee_territories)");

            // when
            JsonNode status = folder.command("run", "--until-caught-up", "--json")
                    .run()
                    .assertExit(0)
                    .json();

            // then
            assertThat(Files.readString(folder.state().resolve(Path.of("logs", "ferry.log"))))
                    .containsPattern("discards its state.*(?s:.*)" + Pattern.quote("/rocksdb/" + store));
            Guarantee.assertAllHold(witness, status);
        }
    }

    private static List<Path> stores(FerryFolder folder, String store) throws IOException {
        try (Stream<Path> tree = Files.walk(folder.state())) {
            return tree.filter(path -> path.endsWith(Path.of("rocksdb", store)))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
