package org.dataferry.control.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildTest {

    private static final URI TEST = URI.create("https://test.crm4.dynamics.com");

    private static final String EMBEDDED = """
            migration: crm
            source: { name: erp }
            target: { prefix: nw }
            """;

    private static final String CONFIGURED = """
            migration: crm
            source: { name: erp }
            target:
              prefix: nw
              dataverse:
                url: https://live.crm4.dynamics.com
                tenant: contoso.onmicrosoft.com
                clientId: 00000000-0000-0000-0000-000000000000
                clientSecret: { file: secret }
            """;

    @TempDir
    private Path directory;

    @Test
    void hasTopicsAndAPlaceOfItsOwn() throws IOException {
        MigrationFolder run = folder(EMBEDDED);

        MigrationFolder rebuild = Rebuild.of(run, 2, null);

        assertThat(rebuild.topics().fanOuts().name()).isEqualTo("crm.g2.fan-outs");
        assertThat(rebuild.ownState()).isEqualTo(run.state().resolve("g2"));
        assertThat(rebuild.state()).isEqualTo(run.state());
        assertThat(run.ownState()).isEqualTo(run.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -3})
    void isNotTheRun(int number) throws IOException {
        MigrationFolder run = folder(EMBEDDED);

        assertThatThrownBy(() -> Rebuild.of(run, number, null))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no rebuild " + number);
    }

    @Test
    void needsAnEnvironmentWhereTheRunHasOne() throws IOException {
        MigrationFolder run = folder(CONFIGURED);

        assertThatThrownBy(() -> Rebuild.of(run, 2, null))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--target", "https://live.crm4.dynamics.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://live.crm4.dynamics.com",
                "https://LIVE.crm4.dynamics.com/",
                "https://live.crm4.dynamics.com:443/api/data/v9.2",
                "https://live.api.crm4.dynamics.com"
            })
    void doesNotWriteWhereTheRunWrites(URI target) throws IOException {
        MigrationFolder run = folder(CONFIGURED);

        assertThatThrownBy(() -> Rebuild.of(run, 2, target))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("overwrite");
    }

    @Test
    void doesNotWriteWhereAnotherRebuildWrites() throws IOException {
        MigrationFolder run = folder(CONFIGURED);
        Rebuild.remember(Rebuild.of(run, 2, TEST), AsOf.NOW);

        assertThatThrownBy(() -> Rebuild.of(run, 3, TEST))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("rebuild 2");
    }

    @Test
    void goesOnWhereItBegan() throws IOException {
        MigrationFolder run = folder(CONFIGURED);
        MigrationFolder begun = Rebuild.of(run, 2, TEST);
        assertThat(Rebuild.isBegun(begun)).isFalse();
        Rebuild.remember(begun, AsOf.NOW);

        MigrationFolder again = Rebuild.of(run, 2, null);

        assertThat(Rebuild.isBegun(again)).isTrue();
        assertThat(again).isEqualTo(begun);
        assertThat(again.settings().target().configuredDataverse().orElseThrow().url())
                .isEqualTo(TEST);
        assertThatThrownBy(() -> Rebuild.of(run, 2, URI.create("https://other.crm4.dynamics.com")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has begun with the target https://test.crm4.dynamics.com");
    }

    @Test
    void isAsOfThePointThatItBeganWith() throws IOException {
        MigrationFolder begun = Rebuild.of(folder(EMBEDDED), 2, null);
        AsOf point = AsOf.parse("0/1A2B3C8");
        assertThat(Rebuild.asOf(begun, Optional.of(point))).isEqualTo(point);
        assertThat(Rebuild.asOf(begun)).isEqualTo(AsOf.NOW);
        Rebuild.remember(begun, point);

        assertThat(Rebuild.asOf(begun, Optional.empty())).isEqualTo(point);
        assertThat(Rebuild.asOf(begun)).isEqualTo(point);
        assertThat(Rebuild.asOf(begun, Optional.of(point))).isEqualTo(point);
        assertThatThrownBy(() -> Rebuild.asOf(begun, Optional.of(AsOf.parse("0/1A2B3C9"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has begun as of 0/1A2B3C8");
    }

    @Test
    void doesNotMoveFromAnEmulatorToAnEnvironment() throws IOException {
        Rebuild.remember(Rebuild.of(folder(EMBEDDED), 2, null), AsOf.NOW);
        MigrationFolder configured = folder(CONFIGURED);

        assertThatThrownBy(() -> Rebuild.of(configured, 2, TEST))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("emulator");
    }

    @Test
    void hasAnEmulatorOfItsOwnAndNoOtherTargetWhereTheRunHasAnEmulator() throws IOException {
        MigrationFolder run = folder(EMBEDDED);

        assertThatThrownBy(() -> Rebuild.of(run, 2, TEST))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("one of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.crm4.dynamics.com", "ftp://test.crm4.dynamics.com", "https:///nowhere"})
    void isToldThatATargetIsNoEnvironment(URI target) throws IOException {
        MigrationFolder run = folder(CONFIGURED);

        assertThatThrownBy(() -> Rebuild.of(run, 2, target))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--target is '" + target);
    }

    private MigrationFolder folder(String settings) throws IOException {
        Files.writeString(directory.resolve("migration.yaml"), settings);
        Files.writeString(directory.resolve("secret"), "s3cret");
        return MigrationFolder.open(directory);
    }
}
