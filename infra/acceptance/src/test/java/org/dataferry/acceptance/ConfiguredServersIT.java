package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.ExpectedEntity;
import org.dataferry.acceptance.read.MigrationLog;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A migration whose servers are all named: none is started, and rows that the target has already are not made twice. */
@ExtendWith(RunningMigration.Shared.class)
final class ConfiguredServersIT {

    @Test
    void runsOnServersThatItsSettingsName(RunningMigration shared, @TempDir Path directory) throws Exception {
        // given
        ConfiguredMigration migration = new ConfiguredMigration(shared, "configured", directory);

        // when
        var status = migration
                .command("run", "--until-caught-up", "--json")
                .run()
                .assertExit(0)
                .json();

        // then
        assertThat(directory.resolve(".ferry/servers"))
                .satisfiesAnyOf(
                        servers -> assertThat(servers).doesNotExist(),
                        servers -> assertThat(servers).isEmptyDirectory());
        assertThat(status.path("endpoints").path("sourceJdbc").asText()).doesNotContain("password");
        try (Witness witness = new Witness(
                DriverManager.getConnection(shared.servers().sourceJdbc()),
                new MigrationLog(shared.servers().kafka(), shared.servers().registry(), "configured"),
                DataverseReader.ofEmulator(shared.servers().dataverse()),
                "erp",
                ExpectedEntity.NORTHWIND)) {
            Guarantee.assertAllHold(witness, status);
        }
    }
}
