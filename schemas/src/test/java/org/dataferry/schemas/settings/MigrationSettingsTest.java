package org.dataferry.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MigrationSettingsTest {

    private static final String LEAST = """
            migration: northwind
            source:
              name: nw
            target:
              prefix: nw
            """;

    private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "s3cret", "EMPTY", "");

    @TempDir
    private Path directory;

    @Test
    void severalSourcesAreToldApartByTheirNames() throws IOException {
        MigrationSettings settings = load("""
                migration: merger
                sources:
                  - name: erp
                    postgres: {url: "jdbc:postgresql://db/erp", user: reader, password: {env: PASSWORD}}
                  - name: crm
                    dumps: {folder: dumps, tables: {public.customer: {file: "customer*.csv", key: [id]}}}
                target: {prefix: mg}
                """);

        assertThat(settings.tables()).isEqualTo(new TableNames(List.of("erp", "crm")));
        assertThat(settings.source("crm").configuredDumps()).isPresent();
        assertThatThrownBy(() -> settings.source("hr")).hasMessageContaining("it has erp, crm");
    }

    @Test
    void defaultsAreThese() throws IOException {
        MigrationSettings settings = load(LEAST);

        assertThat(settings.partitions()).isEqualTo(4);
        assertThat(settings.configuredKafka()).isEmpty();
        assertThat(settings.configuredRegistry()).isEmpty();
        assertThat(settings.configuredLedger()).isEmpty();
        assertThat(settings.sources().getFirst().configuredPostgres()).isEmpty();
        assertThat(settings.target().configuredDataverse()).isEmpty();
        assertThat(settings.target().keyColumn()).isEqualTo("nw_ferrykey");
        assertThat(settings.target().idColumn()).isEqualTo("nw_ferryid");
        assertThat(settings.topics().replays().name()).isEqualTo("northwind.replays");
        assertThat(settings.limits())
                .isEqualTo(new LimitSettings(
                        new LimitSettings.Capture(
                                2_048,
                                8_192,
                                Duration.ofMillis(10),
                                Duration.ofSeconds(1),
                                new SnapshotSettings(SnapshotSettings.By.COPY, 2, 16, 0)),
                        new LimitSettings.Transform(1, Duration.ofSeconds(2), 8, 60),
                        new LimitSettings.Sink(
                                100, 1_000, 0, 10_000, Duration.ofMillis(50), Duration.ofMinutes(4), null, null, null),
                        new FileLimits(700_000, 4 << 20, 128 << 20, 4, 64 << 20, Duration.ofMinutes(5)),
                        new LedgerLimits(5_000, 16 << 20, Duration.ofMinutes(5), Duration.ofSeconds(2)),
                        new RecordLimits(4, Duration.ofSeconds(5), 50, 200, 50, Duration.ofSeconds(4)),
                        new LimitSettings.Verify(2_000, 2_000, Duration.ofMinutes(10), Duration.ofSeconds(20)),
                        new ReplayLimits(
                                5_000,
                                Optional.empty(),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(1),
                                2,
                                100,
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(5),
                                500_000),
                        new WaiveLimits(Optional.empty()),
                        new LimitSettings.Status(
                                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30)),
                        new DashboardLimits(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10),
                                100,
                                Duration.ofSeconds(15),
                                Duration.ofMinutes(30),
                                Duration.ofHours(12),
                                1_000,
                                10,
                                Duration.ofMinutes(15),
                                3_000,
                                65_536),
                        new SourceLimits(Duration.ofSeconds(30), Duration.ofSeconds(15)),
                        new DumpLimits(
                                1_024,
                                2,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(1),
                                5,
                                1,
                                5,
                                1_000,
                                Duration.ofMinutes(30))));
        assertThat(settings.dashboard())
                .isEqualTo(new DashboardSettings("127.0.0.1", null, null, List.of(), null, false, null, null));
        assertThat(settings.dashboard().isSecure()).isFalse();
    }

    @Test
    void everyFieldIsRead() throws IOException {
        Files.writeString(directory.resolve("ledger.password"), "  from-file\n");
        Files.writeString(directory.resolve("webhook"), "https://chat.example.com/hook\n");
        MigrationSettings settings = load("""
                migration: northwind
                partitions: 8
                source:
                  name: nw
                  postgres: {url: "jdbc:postgresql://db:5432/nw", user: reader, password: {env: PASSWORD}}
                  files: ../attachments
                  drift: pause
                  tables: {sales.orders: {drift: ignore, key: [number, line]}}
                  logBytes: 50
                target:
                  prefix: nw
                  dataverse:
                    url: https://contoso.crm4.dynamics.com/
                    tenant: contoso.example
                    authority: https://login.example/
                    clientId: app
                    clientSecret: {env: PASSWORD}
                    moreUsers: [{clientId: second, clientSecret: {env: PASSWORD}}]
                  withoutBeforeImages: [account]
                  customLogicRetries: {account: 5}
                  bypass: {account: [sync-logic, async-logic], contact: [flows]}
                  scan: [clamdscan, --no-summary, "-"]
                kafka: {bootstrapServers: "kafka:9092", propertiesFile: client.properties}
                registry:
                  url: https://registry:8081/
                  user: ferry
                  password: {env: PASSWORD}
                  trustStore: trust.p12
                  trustStorePassword: {env: PASSWORD}
                ledger: {url: "jdbc:postgresql://db/ledger", user: ledger, password: {file: ledger.password}}
                dashboard:
                  address: 0.0.0.0
                  port: 9000
                  users: secrets/users
                  hosts: [ferry.example.com]
                  tls: {file: secrets/dashboard.p12, password: {env: PASSWORD}}
                  behindProxy: true
                  metricsToken: {env: PASSWORD}
                  alerts: {webhook: {file: webhook}, token: {env: PASSWORD}, lagAbove: 1m, repeatAfter: 2h, retryPause: 3s, timeout: 4s}
                limits:
                  capture: {batchSize: 1, queueSize: 2, pollInterval: 3ms, heartbeat: 4m,
                            snapshot: {by: debezium, readers: 5, chunkMebibytes: 6, rowsPerSecond: 7}}
                  transform: {threads: 5, commitInterval: 6s, unappliedImages: 7, deleteRetries: 13}
                  sink: {batchSize: 8, largestBatch: 800, concurrentRequests: 9, window: 10, commitInterval: 11ms, requestTimeout: 12h,
                         lateRequestHold: 0s, entitlement: 25,
                         protection: {enabled: false, requests: 18, executionTime: 19s, concurrentRequests: 20,
                                      window: 21s, spare: 0.22, burst: 0.23, reserve: 0.24, timeScale: 2.5}}
                  files: {carriedBytes: 31, singleUploadBytes: 32, noteBytes: 33, uploads: 34, heldBytes: 35, scanTimeout: 36s}
                  ledger: {batchSize: 41, fetchBytes: 42, statementTimeout: 43s, retryPause: 44s}
                  records: {readers: 45, statementTimeout: 46s, results: 47, versions: 48, readBack: 49, readBackTimeout: 50s}
                  verify: {fetchSize: 14, pageSize: 15, fencePatience: 16s, removalPatience: 17s}
                  replay: {window: 37, approveAbove: 38, selectTimeout: 39s, ledgerPatience: 40s, atOnce: 51, open: 52,
                           standsAfter: 53s, choosing: 54s, rows: 55}
                  waive: {approveAbove: 39}
                  status: {inStep: 14s, stalledAfter: 15m, startGrace: 17s}
                  dashboard: {pace: 2s, staleAfter: 41s, viewers: 42, slowViewer: 43s, sessionIdle: 44m, sessionLifetime: 45h,
                              sessions: 46, signInFailures: 47, signInWindow: 48m, requestsPerMinute: 49, bodyBytes: 5000}
                  source: {schemaLook: 51s, healthLook: 52s, resnapshot: {comparedRows: 153, deletedPercent: 54}}
                  dumps: {memoryMiB: 256, threads: 3, closedAfter: 4s, look: 5s, deletedPercent: 6, unreadablePercent: 7,
                          previewRows: 8, fetchRows: 9, answer: 10m}
                """);

        Secret secret = new Secret("s3cret");
        assertThat(settings)
                .isEqualTo(new MigrationSettings(
                        "northwind",
                        8,
                        List.of(new SourceSettings(
                                "nw",
                                new PostgresSettings("jdbc:postgresql://db:5432/nw", "reader", secret),
                                null,
                                Path.of("../attachments"),
                                DriftPolicy.PAUSE,
                                Map.of(
                                        "sales.orders",
                                        new SourceSettings.Table(DriftPolicy.IGNORE, List.of("number", "line"))),
                                50L)),
                        new TargetSettings(
                                "nw",
                                new DataverseSettings(
                                        URI.create("https://contoso.crm4.dynamics.com"),
                                        "contoso.example",
                                        URI.create("https://login.example"),
                                        "app",
                                        secret,
                                        List.of(new DataverseSettings.ApplicationUser("second", secret))),
                                Set.of("account"),
                                Map.of("account", 5),
                                Map.of(
                                        "account",
                                        Set.of(Bypass.SYNC_LOGIC, Bypass.ASYNC_LOGIC),
                                        "contact",
                                        Set.of(Bypass.FLOWS)),
                                List.of("clamdscan", "--no-summary", "-")),
                        new KafkaSettings("kafka:9092", Path.of("client.properties")),
                        new RegistrySettings(
                                URI.create("https://registry:8081/"), "ferry", secret, Path.of("trust.p12"), secret),
                        new PostgresSettings("jdbc:postgresql://db/ledger", "ledger", new Secret("from-file")),
                        new DashboardSettings(
                                "0.0.0.0",
                                9_000,
                                Path.of("secrets/users"),
                                List.of("ferry.example.com"),
                                new DashboardSettings.KeyStore(Path.of("secrets/dashboard.p12"), secret),
                                true,
                                secret,
                                new AlertSettings(
                                        new Secret("https://chat.example.com/hook"),
                                        secret,
                                        Duration.ofMinutes(1),
                                        Duration.ofHours(2),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(4))),
                        new LimitSettings(
                                new LimitSettings.Capture(
                                        1,
                                        2,
                                        Duration.ofMillis(3),
                                        Duration.ofMinutes(4),
                                        new SnapshotSettings(SnapshotSettings.By.DEBEZIUM, 5, 6, 7)),
                                new LimitSettings.Transform(5, Duration.ofSeconds(6), 7, 13),
                                new LimitSettings.Sink(
                                        8,
                                        800,
                                        9,
                                        10,
                                        Duration.ofMillis(11),
                                        Duration.ofHours(12),
                                        Duration.ZERO,
                                        25L,
                                        new ProtectionSettings(
                                                false,
                                                18,
                                                Duration.ofSeconds(19),
                                                20,
                                                Duration.ofSeconds(21),
                                                0.22,
                                                0.23,
                                                0.24,
                                                2.5)),
                                new FileLimits(31, 32, 33, 34, 35, Duration.ofSeconds(36)),
                                new LedgerLimits(41, 42, Duration.ofSeconds(43), Duration.ofSeconds(44)),
                                new RecordLimits(45, Duration.ofSeconds(46), 47, 48, 49, Duration.ofSeconds(50)),
                                new LimitSettings.Verify(14, 15, Duration.ofSeconds(16), Duration.ofSeconds(17)),
                                new ReplayLimits(
                                        37,
                                        Optional.of(38),
                                        Duration.ofSeconds(39),
                                        Duration.ofSeconds(40),
                                        51,
                                        52,
                                        Duration.ofSeconds(53),
                                        Duration.ofSeconds(54),
                                        55),
                                new WaiveLimits(Optional.of(39)),
                                new LimitSettings.Status(
                                        Duration.ofSeconds(14), Duration.ofMinutes(15), Duration.ofSeconds(17)),
                                new DashboardLimits(
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(41),
                                        42,
                                        Duration.ofSeconds(43),
                                        Duration.ofMinutes(44),
                                        Duration.ofHours(45),
                                        46,
                                        47,
                                        Duration.ofMinutes(48),
                                        49,
                                        5_000),
                                new SourceLimits(
                                        Duration.ofSeconds(51), Duration.ofSeconds(52), new ResnapshotLimits(153, 54)),
                                new DumpLimits(
                                        256,
                                        3,
                                        Duration.ofSeconds(4),
                                        Duration.ofSeconds(5),
                                        6,
                                        7,
                                        8,
                                        9,
                                        Duration.ofMinutes(10)))));
        assertThat(settings.target().configuredDataverse().orElseThrow().tokenUrl())
                .isEqualTo(URI.create("https://login.example/contoso.example/oauth2/v2.0/token"));
        assertThat(settings.configuredRegistry().orElseThrow().endpoint().url())
                .isEqualTo(URI.create("https://registry:8081"));
        assertThat(settings.toString()).doesNotContain("s3cret", "from-file").contains("***");
    }

    @Test
    void dumpsAreReadWithTheirDefaults() throws IOException {
        MigrationSettings settings = load("""
                migration: staffing
                source:
                  name: staffing
                  dumps:
                    folder: dumps
                    tables:
                      accounts: {file: "accounts*.csv", key: [account_id]}
                      hr.people: {file: people.csv.gz, key: [a, b], delimiter: ";", quote: "'", escape: '\\', encoding: windows-1252,
                                  header: false, columns: [a, b, c], nullText: "NULL", types: {c: "decimal(9,2)"}, deletedPercent: 50}
                target: {prefix: nw}
                """);

        assertThat(settings.sources().getFirst().configuredDumps().orElseThrow().tables())
                .containsExactly(
                        Map.entry(
                                "accounts",
                                new DumpTableSettings(
                                        "accounts*.csv",
                                        null,
                                        List.of("account_id"),
                                        ",",
                                        "\"",
                                        "\"",
                                        "UTF-8",
                                        true,
                                        List.of(),
                                        "",
                                        Map.of(),
                                        null)),
                        Map.entry(
                                "hr.people",
                                new DumpTableSettings(
                                        "people.csv.gz",
                                        null,
                                        List.of("a", "b"),
                                        ";",
                                        "'",
                                        "\\",
                                        "windows-1252",
                                        false,
                                        List.of("a", "b", "c"),
                                        "NULL",
                                        Map.of("c", "decimal(9,2)"),
                                        50)));
    }

    @Test
    void tablesAreReadByJdbcFromOneDatabase() throws IOException {
        DumpSettings dumps = load("""
                migration: staffing
                source:
                  name: staffing
                  dumps:
                    jdbc: {url: "jdbc:postgresql://erp:5432/erp", user: reader, password: {env: PASSWORD}}
                    tables:
                      accounts: {key: [account_id], jdbc: {}}
                      people: {key: [id], jdbc: {table: hr.people, every: 1h}}
                      orders: {key: [id], jdbc: {query: "SELECT 1 AS id"}}
                target: {prefix: nw}
                """).sources().getFirst().configuredDumps().orElseThrow();

        assertThat(dumps.configuredFolder()).isEmpty();
        assertThat(dumps.configuredJdbc())
                .contains(new JdbcSettings("jdbc:postgresql://erp:5432/erp", "reader", new Secret("s3cret"), null));
        assertThat(dumps.tables().values())
                .extracting(DumpTableSettings::jdbc)
                .containsExactly(
                        new JdbcTableSettings(null, null, null),
                        new JdbcTableSettings("hr.people", null, Duration.ofHours(1)),
                        new JdbcTableSettings(null, "SELECT 1 AS id", null));
    }

    @Test
    void registryNeedsNoMoreThanItsUrl() {
        RegistrySettings settings = new RegistrySettings(URI.create("http://r:1"), null, null, null, null);

        assertThat(settings.endpoint()).isEqualTo(RegistryEndpoint.of("http://r:1"));
    }

    private record Mistake(String yaml, String... message) {
        @Override
        public String toString() {
            return message[0];
        }
    }

    private static String dumps(String settings) {
        return LEAST.replace("name: nw", "name: nw\n  dumps: {" + settings + "}");
    }

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake("", "migration.yaml is empty"),
            new Mistake("# nothing\n", "migration.yaml is empty"),
            new Mistake(LEAST + "partition: 4\n", "line 6", "unknown field 'partition', did you mean 'partitions'?"),
            new Mistake(
                    LEAST + "limits: {sink: {batchsize: 4}}\n", "'limits.sink.batchsize', did you mean 'batchSize'?"),
            new Mistake(
                    LEAST + "colour: red\n",
                    "unknown field 'colour'; known here: dashboard, kafka, ledger, limits, migration"),
            new Mistake(
                    LEAST + "partitions: four\n", "line 6, column 13", "field 'partitions': expected a whole number"),
            new Mistake(LEAST + "partitions: 1.5\n", "field 'partitions': '1.5' is not a whole number"),
            new Mistake(LEAST + "partitions: 0\n", "partitions is 0, expected 1 to 256"),
            new Mistake(LEAST + "partitions: 257\n", "partitions is 257, expected 1 to 256"),
            new Mistake(LEAST + "partitions: [1]\n", "field 'partitions': expected a whole number"),
            new Mistake(LEAST + "kafka:\n", "line 6", "field 'kafka': it has no value; give it one, or leave it out"),
            new Mistake(LEAST + "kafka: here\n", "field 'kafka': expected fields of its own"),
            new Mistake(LEAST + "kafka: {}\n", "'kafka.bootstrapServers' is missing"),
            new Mistake(LEAST + "migration: again\n", "line 6", "uplicate"),
            new Mistake(LEAST + "   kafka: x\n", "line 6", "check the indentation of this line"),
            new Mistake(LEAST + "---\nmore: 1\n", "line 7", "a second document begins here, and a file holds one"),
            new Mistake("migration: [\n", "line 1, column 13: while parsing"),
            new Mistake("migration: a\n", "field 'target' is missing"),
            new Mistake("migration: a\ntarget:\n  prefix:\n", "line 3", "it has no value"),
            new Mistake(
                    "migration: a\nsource: {name: nw}\ntarget:\n  prefx: nw\n",
                    "line 4, column 3: unknown field 'target.prefx', did you mean 'prefix'?"),
            new Mistake(
                    "migration: a\nsource: {name: nw}\ntarget:\n  scn: 1\n",
                    "line 4, column 3: unknown field 'target.scn', did you mean 'scan'?",
                    "line 3, column 1: field 'target.prefix' is missing"),
            new Mistake(
                    "migration: a\ntarget: {prefix: nw}\nsources:\n  - name: erp\n  - nam: crm\n",
                    "line 5, column 5: unknown field 'sources.[1].nam', did you mean 'name'?"),
            new Mistake(
                    "migration: a\ntarget: {prefix: nw}\nsources:\n  - name: erp\n  - dumps: { folder: x, tables: {} }\n",
                    "line 5, column",
                    "field 'sources.[1]"),
            new Mistake(
                    "migration: a\ntarget: {dataverse: {url: 'https://a.b'}}\nsource: {name: nw}\n",
                    "line 2, column 10: field 'target.dataverse.tenant' is missing"),
            new Mistake(
                    "migration: a\ntarget: {prefix: nw}\n", "source, or sources as a list of one or more; got none"),
            new Mistake("migration: a\ntarget: {prefix: nw}\nsources: []\n", "got none"),
            new Mistake(LEAST + "sources: [{name: other}]\n", "got both"),
            new Mistake(
                    "migration: a\ntarget: {prefix: nw}\nsources: [{name: erp}, {name: erp}]\n",
                    "sources have the names erp, erp, expected each to have one of its own"),
            new Mistake(LEAST.replace("migration: northwind", "migration: North"), "'North' cannot name a migration"),
            new Mistake(LEAST.replace("name: nw", "name: a.b"), "source.name is 'a.b', expected up to 31"),
            new Mistake(
                    LEAST.replace("prefix: nw", "prefix: mscrm1"), "target.prefix is 'mscrm1', expected two to eight"),
            new Mistake(
                    LEAST + "limits: {capture: {heartbeat: 1d}}\n", "'limits.capture.heartbeat': '1d' is not a dur"),
            new Mistake(
                    LEAST + "limits: {capture: {snapshot: {readers: 0}}}\n",
                    "limits.capture.snapshot.readers is 0, expected 1 to 32"),
            new Mistake(
                    LEAST.replace("name: nw", "name: nw\n  dumps: {folder: d, tables: {t: {file: f, key: []}}}"),
                    "source.dumps.tables.t.key is empty"),
            new Mistake(
                    LEAST.replace(
                            "name: nw",
                            "name: nw\n  dumps: {folder: d, tables: {t: {file: f, key: [k], encoding: x}}}"),
                    "source.dumps.tables.t.encoding is 'x', expected one such as UTF-8"),
            new Mistake(dumps("tables: {t: {key: [k]}}"), "source.dumps.tables.t has neither file nor jdbc"),
            new Mistake(dumps("tables: {t: {key: [k], file: f}}"), "tables.t.file needs source.dumps.folder"),
            new Mistake(dumps("tables: {t: {key: [k], jdbc: {}}}"), "tables.t.jdbc needs source.dumps.jdbc"),
            new Mistake(
                    dumps("tables: {t: {key: [k], jdbc: {table: a, query: b}}}"),
                    "source.dumps.tables.t.jdbc has both table and query"),
            new Mistake(dumps("tables: {t: {key: [k], jdbc: {}, delimiter: ';'}}"), "which are of files"),
            new Mistake(
                    dumps(
                            "jdbc: {url: 'jdbc:sqlserver://db;password=x', user: u, password: {env: PASSWORD}}, tables: {}"),
                    "url begins with jdbc:sqlserver:, and Ferry brings no JDBC driver for that"),
            new Mistake(LEAST + "limits: {dumps: {memoryMiB: 1}}\n", "limits.dumps.memoryMiB is 1, expected 128"),
            new Mistake(LEAST + "limits: {capture: {heartbeat: 0s}}\n", "limits.capture.heartbeat is 0, expected more"),
            new Mistake(
                    LEAST + "limits: {capture: {queueSize: 10}}\n", "limits.capture.queueSize is 10, expected more"),
            new Mistake(LEAST + "limits: {sink: {concurrentRequests: 53}}\n", "is 53, expected 0 to 52"),
            new Mistake(
                    LEAST + "dashboard: {address: 0.0.0.0, behindProxy: true}\n",
                    "nobody would have to sign in: name dashboard.users"),
            new Mistake(LEAST + "dashboard: {hosts: [ferry.example.com]}\n", "name dashboard.users"),
            new Mistake(
                    LEAST + "dashboard: {address: 0.0.0.0, users: secrets/users}\n",
                    "passwords would go over the network in clear: name dashboard.tls"),
            new Mistake(LEAST + "dashboard: {port: 70000}\n", "dashboard.port is 70000, expected 1 to 65535"),
            new Mistake(LEAST + "limits: {dashboard: {bodyBytes: 1}}\n", "bodyBytes is 1, expected 1024 to 1048576"),
            new Mistake(LEAST + "registry: {url: nowhere}\n", "registry.url is 'nowhere', expected http"),
            new Mistake(LEAST + "registry: {url: 'http://r', user: u}\n", "registry has a user without a password"),
            new Mistake(
                    LEAST + "registry: {url: 'http://r', trustStorePassword: {env: PASSWORD}}\n",
                    "registry has a trustStorePassword without a trustStore"),
            new Mistake(
                    ledger("{env: PASSWORD}").replace("jdbc:", "odbc:"), "'ledger': url is 'odbc:", "expected jdbc:"),
            new Mistake(
                    LEAST + "  dataverse: {url: contoso, tenant: t, clientId: c, clientSecret: {env: PASSWORD}}\n",
                    "target.dataverse.url is 'contoso', expected https://"),
            new Mistake(ledger("hunter2"), "line 6", "'ledger.password': a secret must not stand in the file itself"),
            new Mistake(ledger("1234"), "a secret must not stand in the file itself; a secret is {env: NAME}"),
            new Mistake(ledger("{env: NOWHERE}"), "the environment variable NOWHERE does not exist"),
            new Mistake(ledger("{env: EMPTY}"), "the environment variable EMPTY is empty"),
            new Mistake(ledger("{file: nowhere}"), "the secret's file", "does not exist or cannot be read"),
            new Mistake(
                    "dashboard: {alerts: {webhook: {env: PASSWORD}}}",
                    "what dashboard.alerts.webhook names is no address such as https://host/path"),
            new Mistake(ledger("{vault: x}"), "'ledger.password': a secret is {env: NAME} or {file: PATH}"));

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void tellsWhatIsWrongAndWhatWouldBeRight(Mistake mistake) {
        assertThatThrownBy(() -> load(mistake.yaml()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("migration.yaml")
                .hasMessageContainingAll(mistake.message())
                .message()
                .doesNotContain("hunter2", "com.fasterxml", "java.lang");
    }

    /** @param told the beginning of what is said of each mistake, after the name of the file */
    private record Mistakes(String yaml, String... told) {
        @Override
        public String toString() {
            return yaml;
        }
    }

    private static final List<Mistakes> SEVERAL = List.of(
            new Mistakes(
                    """
                    migration: m
                    partitions: many
                    source: {postgres: {url: "jdbc:postgresql://h/d"}, colour: red}
                    limits:
                      sink: {batchSise: 100, largestBatch: 1.5}
                      transform:
                      capture: {heartbeat: soon}
                    dashbord: {}
                    """,
                    ": field 'target' is missing",
                    ", line 2, column 13: field 'partitions': expected a whole number",
                    ", line 3, column 1: field 'source.name' is missing",
                    ", line 3, column 10: field 'source.postgres.password' is missing",
                    ", line 3, column 10: field 'source.postgres.user' is missing",
                    ", line 3, column 52: unknown field 'source.colour'; known here: drift, dumps, files, logBytes, name, postgres, tables",
                    ", line 5, column 10: unknown field 'limits.sink.batchSise', did you mean 'batchSize'?",
                    ", line 5, column 40: field 'limits.sink.largestBatch': '1.5' is not a whole number",
                    ", line 6, column 13: field 'limits.transform': it has no value",
                    ", line 7, column 24: field 'limits.capture.heartbeat': 'soon' is not a duration",
                    ", line 8, column 1: unknown field 'dashbord', did you mean 'dashboard'?"),
            new Mistakes(
                    "migration: m\nsorce: {name: x}\ntarget: {prefix: nw}\n",
                    ", line 2, column 1: unknown field 'sorce', did you mean 'source'?"),
            new Mistakes(
                    LEAST + "limits: {capture: {batchSise: 10, queueSize: 50}}\n",
                    ", line 6, column 20: unknown field 'limits.capture.batchSise', did you mean 'batchSize'?"),
            new Mistakes(
                    LEAST + "partitions: [4]\nlimits:\n  sink:\n  capture:\n    heartbeat:\n      every: 5s\n",
                    ", line 6, column 13: field 'partitions': expected a whole number",
                    ", line 8, column 8: field 'limits.sink': it has no value",
                    ", line 11, column 7: field 'limits.capture.heartbeat': expected a duration"),
            new Mistakes(
                    "migration: m\ntarget: {prefix: nw}\nledger: {url: 'jdbc:postgresql://h/d', user: u, password: {env: }}\n"
                            + "sources:\n  - name: A.b\n  - name: erp\n    files:\n",
                    ", line 3, column 64: field 'ledger.password.env': it has no value",
                    ", line 5, column 5: field 'sources.[0]': source.name is 'A.b'",
                    ", line 7, column 11: field 'sources.[1].files': it has no value"));

    private static final List<Mistakes> WITHOUT_VALUE = List.of(
            new Mistakes(
                    "migration: m\nsource: {name: x}\ntarket:\n",
                    ", line 3, column 1: unknown field 'tarket', did you mean 'target'?",
                    ", line 3, column 8: field 'tarket': it has no value"),
            new Mistakes(
                    LEAST + "limts:\n  sink:\n",
                    ", line 6, column 1: unknown field 'limts', did you mean 'limits'?",
                    ", line 7, column 8: field 'limts.sink': it has no value"),
            new Mistakes(
                    LEAST + "partitions: {x: }\n",
                    ", line 6, column 13: field 'partitions': expected a whole number",
                    ", line 6, column 16: field 'partitions.x': it has no value"),
            new Mistakes(LEAST + "partitions:\n", ", line 6, column 12: field 'partitions': it has no value"),
            new Mistakes(
                    LEAST + "ledger: {url: 'jdbc:postgresql://h/d', user:, password: {env: PASSWORD}}\n",
                    ", line 6, column 45: field 'ledger.user': it has no value"));

    @ParameterizedTest
    @FieldSource({"SEVERAL", "WITHOUT_VALUE"})
    void tellsAllThatCanBeToldAtOnce(Mistakes mistakes) {
        assertThatThrownBy(() -> load(mistakes.yaml()))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        wrong -> assertThat(wrong.mistakes())
                                .extracting(YamlMistake::text)
                                .zipSatisfy(
                                        List.of(mistakes.told()),
                                        (text, told) -> assertThat(text).startsWith(told)));
    }

    @Test
    void aFileFullOfMistakesIsNotOfThisKind() {
        StringBuilder yaml = new StringBuilder("migration: m\n");
        IntStream.range(0, 100)
                .forEach(number -> yaml.append("field").append(number).append(": 1\n"));
        assertThatThrownBy(() -> load(yaml.toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown field 'field49'")
                .hasMessageEndingWith("there may be more mistakes than these");
    }

    @Test
    void namesAFolderThatIsNone() {
        assertThatThrownBy(() -> MigrationSettings.load(directory.resolve("nowhere")))
                .hasMessageContaining("is not a directory; a migration is a folder with a migration.yaml");
        assertThatThrownBy(() -> MigrationSettings.load(directory)).hasMessageContaining("it has no migration.yaml");
    }

    @Test
    void refusesAFileThatIsNoText() throws IOException {
        Files.write(directory.resolve("migration.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> MigrationSettings.load(directory)).hasMessageContaining("is not a UTF-8 text");
    }

    @Test
    void refusesADirectoryInPlaceOfTheFile() throws IOException {
        Files.createDirectory(directory.resolve("migration.yaml"));

        assertThatThrownBy(() -> MigrationSettings.load(directory)).hasMessageContaining("cannot be read");
    }

    @Test
    void secretPrintsAsStars() {
        Secret secret = new Secret("s3cret");

        assertThat(secret).hasToString("***").isEqualTo(new Secret("s3cret")).isNotEqualTo(new Secret("other"));
        assertThat(secret).hasSameHashCodeAs(new Secret("s3cret"));
        assertThat(secret.reveal()).isEqualTo("s3cret");
        assertThat("%s %s".formatted(secret, new RegistryEndpoint.Credentials("u", secret)))
                .doesNotContain("s3cret");
    }

    private static String ledger(String password) {
        return LEAST + "ledger: {url: 'jdbc:postgresql://db/l', user: u, password: " + password + "}\n";
    }

    private MigrationSettings load(String yaml) throws IOException {
        Files.writeString(directory.resolve("migration.yaml"), yaml);
        return MigrationSettings.load(directory, ENVIRONMENT);
    }
}
