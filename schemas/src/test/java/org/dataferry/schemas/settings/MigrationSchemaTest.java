package org.dataferry.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of {@code migration.yaml} and the records that it is read into agree. */
class MigrationSchemaTest {

    private static final Path EXAMPLE = Path.of("..", "examples", "northwind", MigrationSettings.FILE_NAME);

    private JsonNode json;
    private Schema schema;

    @BeforeEach
    void read() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(MigrationSettings.class.getResourceAsStream("migration.schema.json"))) {
            json = new ObjectMapper().readTree(stream);
        }
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(json);
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("", MigrationSettings.class),
                Arguments.of("/$defs/source", SourceSettings.class),
                Arguments.of("/properties/target", TargetSettings.class),
                Arguments.of("/properties/target/properties/dataverse", DataverseSettings.class),
                Arguments.of("/properties/kafka", KafkaSettings.class),
                Arguments.of("/properties/registry", RegistrySettings.class),
                Arguments.of("/$defs/postgres", PostgresSettings.class),
                Arguments.of("/properties/limits", LimitSettings.class),
                Arguments.of("/properties/limits/properties/capture", LimitSettings.Capture.class),
                Arguments.of("/properties/limits/properties/capture/properties/snapshot", SnapshotSettings.class),
                Arguments.of("/properties/limits/properties/transform", LimitSettings.Transform.class),
                Arguments.of("/properties/limits/properties/sink", LimitSettings.Sink.class),
                Arguments.of("/properties/limits/properties/files", FileLimits.class),
                Arguments.of("/properties/limits/properties/ledger", LedgerLimits.class),
                Arguments.of("/properties/limits/properties/sink/properties/protection", ProtectionSettings.class),
                Arguments.of(
                        "/properties/target/properties/dataverse/properties/moreUsers/items",
                        DataverseSettings.ApplicationUser.class),
                Arguments.of("/$defs/source/properties/tables/additionalProperties", SourceSettings.Table.class),
                Arguments.of("/properties/limits/properties/source", SourceLimits.class),
                Arguments.of("/properties/limits/properties/status", LimitSettings.Status.class),
                Arguments.of("/properties/dashboard", DashboardSettings.class),
                Arguments.of("/properties/dashboard/properties/tls", DashboardSettings.KeyStore.class),
                Arguments.of("/properties/limits/properties/dashboard", DashboardLimits.class),
                Arguments.of("/properties/limits/properties/dumps", DumpLimits.class),
                Arguments.of("/$defs/dumps", DumpSettings.class),
                Arguments.of("/$defs/dumps/properties/jdbc", JdbcSettings.class),
                Arguments.of("/$defs/dumpTable", DumpTableSettings.class),
                Arguments.of("/$defs/dumpTable/properties/jdbc", JdbcTableSettings.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void namesTheFieldsOfTheRecord(String place, Class<? extends Record> record) {
        JsonNode object = json.at(place);
        Set<String> names = new TreeSet<>();
        object.get("properties").fieldNames().forEachRemaining(names::add);
        if (record.equals(MigrationSettings.class)) {
            assertThat(names.remove("source"))
                    .as("a list of one source, without the list")
                    .isTrue();
        }

        assertThat(names)
                .isEqualTo(Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(object.get("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void fitsSeveralSources() throws IOException {
        assertThat(validate("{ migration: nw, sources: [ { name: erp }, { name: crm } ], target: { prefix: nw } }"))
                .isEmpty();
    }

    @Test
    void fitsTheExample() throws IOException {
        assertThat(validate(Files.readString(EXAMPLE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ migration: nw, source: { name: erp } }",
                "{ migration: nw, target: { prefix: nw } }",
                "{ migration: nw, sources: [], target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp }, sources: [ { name: crm } ], target: { prefix: nw } }",
                "{ migration: Nw, source: { name: erp }, target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: mscrmx } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, partitions: 0 }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, more: 1 }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw, scan: [] } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, dashboard: { hosts: [ferry.example.com] } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, dashboard: { behindProxy: true } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, dashboard: { address: 0.0.0.0, users: u } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, limits: { dashboard: { viewers: 0 } } }",
                "{ migration: nw, source: { name: erp, dumps: { folder: d, tables: {} } }, target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp, dumps: { folder: d, tables: { t: { file: a, key: [] } } } }, target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp, dumps: { folder: d, tables: { t: { file: a, key: [k], delimiter: '||' } } } }, target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp, dumps: { folder: d, tables: { t: { key: [k] } } } }, target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp, dumps: { folder: d, tables: { t: { key: [k], jdbc: { every: 5 } } } } }, target: { prefix: nw } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, limits: { sink: { commitInterval: 5 } } }",
                "{ migration: nw, source: { name: erp }, target: { prefix: nw }, ledger: { url: 'jdbc:postgresql://a/b', user: u, password: open } }"
            })
    void refusesWhatTheReaderRefuses(String yaml, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(MigrationSettings.FILE_NAME), yaml);

        assertThat(validate(yaml)).isNotEmpty();
        assertThatThrownBy(() -> MigrationSettings.load(folder)).isInstanceOf(SettingsException.class);
    }

    private List<Error> validate(String yaml) throws IOException {
        return schema.validate(new YAMLMapper().readTree(yaml));
    }
}
