package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.LaneSettings;
import org.dataferry.sink.client.metadata.NewManyToMany;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.transport.RequestListener;
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
            TargetCheck check = new TargetCheck(target.lane(), url, Clock.systemUTC(), Duration.ofSeconds(5));

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
            TargetCheck check = new TargetCheck(target.lane(), url, Clock.systemUTC(), Duration.ofSeconds(5));

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

    @Test
    void saysThatNobodyAnswersInsteadOfWaitingForEver() throws IOException {
        URI away = URI.create("http://127.0.0.1:" + closedPort());
        DataverseEndpoint endpoint = new DataverseEndpoint(away, away.resolve("/t/token"), "id", new Secret("s"));
        try (Lane lane =
                Lane.open(endpoint, LaneSettings.STANDARD, Clock.systemUTC(), new Random(), RequestListener.NONE)) {
            TargetCheck check = new TargetCheck(lane, away, Clock.systemUTC(), Duration.ofMillis(800));

            assertThatThrownBy(() -> check.tables(Set.of("account"), Set.of()))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("the target " + away + " does not serve us");
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
