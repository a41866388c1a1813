package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An outcome that is gone from the log is a write that nobody can account for: the next fence raises the alarm. */
@ExtendWith(RunningMigration.Shared.class)
final class BrokenSumIT {

    private static final String NAME = "broken-sum";
    private static final String OUTCOMES = "g1.outcomes.account";
    private static final int FAILED = 1;

    @Test
    void oneDeletedOutcomeRaisesTheAlarmAndIsNamed(RunningMigration shared, @TempDir Path directory) throws Exception {
        // given a migration that has caught up, and whose sum holds
        ConfiguredMigration migration = new ConfiguredMigration(shared, NAME, directory);
        migration.command("run", "--until-caught-up", "--json").run().assertExit(0);

        // when
        String sourceKey = deleteFirstOutcome(shared);

        // then
        FerryResult run =
                migration.command("run", "--until-caught-up", "--json").run().assertExit(FAILED);
        assertThat(run.err()).contains("the sum of all writes is broken: 1 were announced and have no outcome");
        JsonNode imbalances = run.json().path("imbalances");
        assertThat(imbalances).hasSize(1);
        assertThat(imbalances.get(0).path("entity").asText()).isEqualTo("account");
        assertThat(imbalances.get(0).path("count").asInt()).isEqualTo(1);
        assertThat(imbalances.get(0).path("writeIds").toString()).contains(sourceKey);

        // and the ledger has it for good
        migration.command("ledger", "--until-caught-up", "--json").run().assertExit(0);
        assertThat(open(shared))
                .singleElement()
                .asString()
                .startsWith("account 1 ")
                .contains(sourceKey);
    }

    private static List<String> open(RunningMigration shared) throws SQLException {
        List<String> open = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(shared.servers().ledgerJdbc());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT entity, missing, missing_writes FROM ferry.imbalance WHERE is_open")) {
            while (rows.next()) {
                open.add(rows.getString(1) + " " + rows.getLong(2) + " " + rows.getString(3));
            }
        }
        return open;
    }

    /** Returns the key of its source row. Kafka deletes from the beginning of a partition; the first record is one outcome of one write. */
    private static String deleteFirstOutcome(RunningMigration shared) throws Exception {
        try (MigrationLog log = new MigrationLog(
                        shared.servers().kafka(), shared.servers().registry(), NAME);
                Admin admin = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        shared.servers().kafka()))) {
            List<ConsumerRecord<String, byte[]>> outcomes = log.read(OUTCOMES::equals);
            ConsumerRecord<String, byte[]> first = outcomes.stream()
                    .filter(record -> outcomes.stream()
                            .noneMatch(other ->
                                    other.partition() == record.partition() && other.offset() < record.offset()))
                    .findFirst()
                    .orElseThrow();
            TopicPartition partition = new TopicPartition(first.topic(), first.partition());
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(first.offset() + 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // Behind the type of its value.
            return first.key().substring(first.key().lastIndexOf(' ') + 2);
        }
    }
}
