package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.metadata.NewManyToMany;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.send.TargetTables;
import org.dataferry.sink.testing.EmulatedTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetCheckTest {

    @TempDir
    Path folder;

    @Test
    void findsTheEntitySetsAndNamesATableThatIsMissing() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder)) {
            URI url = target.endpoint("ferry").baseUrl();
            TargetCheck check = new TargetCheck(target.lane(), url);

            TargetTables tables = check.tables(Set.of("account"), Set.of());
            assertThat(tables.entitySets().get("contact").name()).isEqualTo("contacts");
            assertThat(tables.written()).containsOnlyKeys("account");
            assertThatThrownBy(() -> check.tables(Set.of("account", "mig_nosuch"), Set.of()))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("has no table 'mig_nosuch'; run prepare first");
        }
    }

    @Test
    void findsTheRelationshipsAtEitherOfTheirTablesAndNamesOneThatIsMissing() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder)) {
            target.lane()
                    .metadataWriter()
                    .createManyToMany(new NewManyToMany(
                            "mig_Partners", "mig_partners", "account", "mig_Accounts", "contact", "mig_Contacts"));
            URI url = target.endpoint("ferry").baseUrl();
            TargetCheck check = new TargetCheck(target.lane(), url);

            assertThat(check.tables(Set.of("contact"), Set.of("mig_Partners")).relationships())
                    .containsOnlyKeys("mig_Partners");
            assertThatThrownBy(() -> check.tables(Set.of("contact"), Set.of("mig_Partners", "mig_Nosuch")))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("no many-to-many relationship 'mig_Nosuch' at any of the tables [contact]");
        }
    }

    /** The emulator has standard tables only, so what it says of one is changed here. */
    @ParameterizedTest
    @CsvSource({"Standard, true", "Activity, true", "Elastic, false", "Virtual, false"})
    void takesTablesOfDataversesOwnDatabaseOnly(String kind, boolean taken) throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder)) {
            URI url = target.endpoint("ferry").baseUrl();
            TableDefinition account = target.lane().metadata().table("account").orElseThrow();
            assertThat(account.tableType()).isEqualTo("Standard");
            TableDefinition table = new TableDefinition(
                    account.entitySet(),
                    account.schemaName(),
                    account.primaryNameColumn(),
                    account.ownership(),
                    kind,
                    account.columns(),
                    account.keys(),
                    account.lookups());

            if (taken) {
                TargetCheck.requireStandard(url, table);
            } else {
                assertThatThrownBy(() -> TargetCheck.requireStandard(url, table))
                        .isInstanceOf(SinkException.class)
                        .hasMessageContaining("'account'")
                        .hasMessageContaining(kind.toLowerCase(Locale.ROOT))
                        .hasMessageContaining("standard tables only");
            }
        }
    }
}
