package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While a run goes on, what SQL changes in the source is soon in the target. Prints how soon; two seconds is what users are promised. */
@ExtendWith(RunningMigration.Shared.class)
final class LiveChangesIT {

    /** Generous, as the machine that builds has other work; the figures that count are printed. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    /** What a shell reports of a process that ended because it was asked to by SIGTERM. */
    private static final int TERMINATED = 143;

    private final List<String> latencies = new ArrayList<>();

    @Test
    void followsEveryKindOfChange(RunningMigration migration) throws Exception {
        try (Witness witness = migration.witness()) {
            try (FerryProcess run = migration.folder().command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                // The first change also waits until all parts have started; that is not measured.
                change(
                        witness,
                        "warm-up",
                        customer("LIVE0"),
                        "accounts",
                        "accountnumber eq 'LIVE0'",
                        one(),
                        START_PATIENCE);
                latencies.clear();
                followRows(witness);
                followALargeText(witness);
                System.out.println("latencies in the target: " + String.join(", ", latencies));
                assertThat(run.stop().exitCode()).isEqualTo(TERMINATED);
            }
            JsonNode status = migration
                    .folder()
                    .command("status", "--json")
                    .run()
                    .assertExit(0)
                    .json();
            Guarantee.assertAllHold(witness, status);
            assertThat(parked(witness))
                    .as("what each partition last told of parked rows")
                    .isNotEmpty()
                    .allSatisfy((partition, rows) -> assertThat(rows).isEmpty());
        }
    }

    private static Map<Object, Map<?, ?>> parked(Witness witness) throws InterruptedException {
        Map<Object, Map<?, ?>> parked = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> record : witness.log().read("fences"::equals)) {
            GenericRecord fence = witness.log().decode(record);
            if (fence.get("kind").toString().equals("PASSED")) {
                parked.put(fence.get("partition"), (Map<?, ?>) fence.get("parkedRows"));
            }
        }
        return parked;
    }

    private void followRows(Witness witness) throws Exception {
        String live1 = "accountnumber eq 'LIVE1'";
        change(witness, "insert", customer("LIVE1"), "accounts", live1, one());
        change(
                witness,
                "update",
                "UPDATE customers SET company_name = 'Renamed' WHERE customer_id = 'LIVE1'",
                "accounts",
                live1,
                has("name", "Renamed"));
        change(
                witness,
                "update to null",
                "UPDATE customers SET phone = NULL WHERE customer_id = 'LIVE1'",
                "accounts",
                live1,
                rows -> rows.size() == 1 && rows.getFirst().path("telephone1").isNull());
        change(
                witness,
                "transaction of 100 rows",
                "INSERT INTO orders (order_id, ship_name) SELECT n, 'Live' FROM generate_series(2000000, 2000099) n",
                "ferry_orders",
                "ferry_shipname eq 'Live'",
                rows -> rows.size() == 100);
        String id = witness.target()
                .rowsWhere("accounts", live1)
                .getFirst()
                .path("accountid")
                .asText();
        change(
                witness,
                "change of the key",
                "UPDATE customers SET customer_id = 'LIVE2' WHERE customer_id = 'LIVE1'",
                "accounts",
                "accountnumber eq 'LIVE1' or accountnumber eq 'LIVE2'",
                rows -> rows.size() == 1
                        && rows.getFirst().path("accountnumber").asText().equals("LIVE2")
                        && !rows.getFirst().path("accountid").asText().equals(id));
        change(
                witness,
                "delete",
                "DELETE FROM customers WHERE customer_id = 'LIVE2'",
                "accounts",
                "accountnumber eq 'LIVE2'",
                List::isEmpty);
        change(witness, "insert after delete", customer("LIVE2"), "accounts", "accountnumber eq 'LIVE2'", one());
    }

    /** PostgreSQL does not log a large value that an update leaves alone; it must stay in the target all the same. */
    private void followALargeText(Witness witness) throws Exception {
        StringBuilder large = new StringBuilder();
        new Random(1).ints(1_500, 0x4e00, 0x9f00).forEach(large::appendCodePoint);
        witness.change("ALTER TABLE employees ALTER COLUMN notes SET STORAGE EXTERNAL");
        change(
                witness,
                "insert of a large text",
                "INSERT INTO employees (employee_id, last_name, first_name, notes) VALUES (7001, 'Live', 'A', '" + large
                        + "')",
                "contacts",
                "employeeid eq '7001'",
                has("description", large.toString()));
        change(
                witness,
                "update beside a large text",
                "UPDATE employees SET first_name = 'B' WHERE employee_id = 7001",
                "contacts",
                "employeeid eq '7001'",
                has("firstname", "B").and(has("description", large.toString())));
        assertThat(lastChangeOfEmployees(witness).get("absent"))
                .as("columns that the update did not carry")
                .hasToString("[notes]");
    }

    private static GenericRecord lastChangeOfEmployees(Witness witness) throws InterruptedException {
        GenericRecord last = null;
        for (var record : witness.log().changes("erp", "employees")) {
            if (record.value() != null && record.key().equals("id7001")) {
                last = witness.log().decode(record);
            }
        }
        assertThat(last).isNotNull();
        return last;
    }

    private void change(
            Witness witness,
            String name,
            String sql,
            String entitySet,
            String filter,
            Predicate<List<JsonNode>> arrived)
            throws Exception {
        change(witness, name, sql, entitySet, filter, arrived, BOUND);
    }

    private void change(
            Witness witness,
            String name,
            String sql,
            String entitySet,
            String filter,
            Predicate<List<JsonNode>> arrived,
            Duration bound)
            throws Exception {
        witness.change(sql);
        long committed = System.nanoTime();
        List<JsonNode> rows = witness.target().rowsWhere(entitySet, filter);
        while (!arrived.test(rows)) {
            assertThat(Duration.ofNanos(System.nanoTime() - committed))
                    .as("%s in the target, which has %s", name, rows)
                    .isLessThan(bound);
            Thread.sleep(LOOK);
            rows = witness.target().rowsWhere(entitySet, filter);
        }
        latencies.add(name + " " + (System.nanoTime() - committed) / 1_000_000 + " ms");
    }

    private static String customer(String id) {
        return "INSERT INTO customers (customer_id, company_name, phone) VALUES ('" + id + "', 'Live', '123')";
    }

    private static Predicate<List<JsonNode>> one() {
        return rows -> rows.size() == 1;
    }

    private static Predicate<List<JsonNode>> has(String column, String value) {
        return rows -> rows.size() == 1 && rows.getFirst().path(column).asText().equals(value);
    }
}
