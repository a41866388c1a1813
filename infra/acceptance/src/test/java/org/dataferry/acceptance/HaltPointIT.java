package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.FerryCommand;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sink dies, as by a power cut, where that does the most harm: one point after the other, and only then it may finish. */
@ExtendWith(RunningMigration.Shared.class)
final class HaltPointIT {

    /** The second time each, so that a part of the work is done. */
    private static final List<String> POINTS = List.of("BEFORE_SEND:2", "AFTER_SEND:2", "BEFORE_COMMIT:2");

    /** What a shell reports of a process that was killed by SIGKILL. */
    private static final int KILLED = 137;

    private static final int ROWS_PER_POINT = 250;
    private static final int FIRST_ORDER = 1_000_000;

    @Test
    void losesNothingAndDoublesNothingWhenItDiesAtANamedPoint(RunningMigration migration) throws Exception {
        FerryFolder folder = migration.folder();
        FerryCommand run = folder.command("run", "--until-caught-up", "--json");
        try (Witness witness = migration.witness()) {
            // when
            int from = FIRST_ORDER;
            for (String point : POINTS) {
                witness.change(orders(from, from + ROWS_PER_POINT), "UPDATE customers SET fax = '" + point + "'");
                from += ROWS_PER_POINT;
                run.option("-Dferry.haltAt=" + point).run().assertExit(KILLED);
                witness.change(
                        "UPDATE orders SET ship_city = '" + point + "' WHERE order_id % 3 = 0 AND order_id >= "
                                + FIRST_ORDER,
                        "DELETE FROM orders WHERE order_id % 7 = 0 AND order_id >= " + FIRST_ORDER);
            }
            JsonNode status = run.run().assertExit(0).json();

            // then
            assertThat(witness.expected(witness.entities().get(2))).hasSizeGreaterThan(ROWS_PER_POINT);
            Guarantee.assertAllHold(witness, status);
        }
    }

    private static String orders(int from, int toExclusive) {
        return "INSERT INTO orders (order_id, ship_name, freight, order_date) SELECT n, 'Halt ' || n, n / 100.0, '1998-05-06'"
                + " FROM generate_series(" + from + ", " + (toExclusive - 1) + ") n";
    }
}
