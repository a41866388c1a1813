package org.dataferry.capture.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.assertj.core.api.SoftAssertions;
import org.dataferry.capture.RunningEngine;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.convert.BeforeImage;
import org.dataferry.capture.convert.CapturedTable;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.ConvertedChange;
import org.dataferry.capture.convert.EveryType;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.envelope.KeyReader;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from a table is what capture publishes of it, by way of Debezium, Avro and the envelope. */
class RowReadingIT {

    private static final int RANDOM_ROWS = 200;
    private static final int FETCH_SIZE = 7;

    @TempDir
    Path directory;

    private final UnavailableValue unavailable = UnavailableValue.random(new Random());
    private final ConnectToAvro converter = new ConnectToAvro(unavailable, 1_000_000);
    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    private final EnvelopeReader envelopes = new EnvelopeReader("test", avro);

    @Test
    void readsEveryTypeAsItIsCaptured() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        EveryType.create(address);
        SourceServer.execute(address, EveryType.insert(1), EveryType.insertNulls(2));

        Map<SourceKey, SourceRow> captured = captured(address, "every_type", List.of("id"), 2);

        assertSame(read(address, "every_type"), captured);
    }

    @Test
    void readsAnyValuesAsTheyAreCaptured() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        SourceAddress address = SourceServer.newDatabase();
        RandomRows rows = new RandomRows(new Random(seed));
        SourceServer.execute(address, rows.createTable());
        SourceServer.execute(
                address, IntStream.range(0, RANDOM_ROWS).mapToObj(rows::insert).toArray(String[]::new));

        Map<SourceKey, SourceRow> captured = captured(address, "any_values", List.of("b", "a"), RANDOM_ROWS);

        assertSame(read(address, "any_values"), captured);
    }

    @Test
    void readsGivenKeysOnly() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        RandomRows rows = new RandomRows(new Random(1));
        SourceServer.execute(address, rows.createTable());
        SourceServer.execute(
                address, IntStream.range(0, RANDOM_ROWS).mapToObj(rows::insert).toArray(String[]::new));
        Map<SourceKey, SourceRow> all = read(address, "any_values");
        List<SourceKey> some = new ArrayList<>(all.keySet()).subList(0, 20);
        List<SourceKey> asked = new ArrayList<>(some);
        asked.add(SourceKey.of(Value.text("no such row"), Value.whole(1)));

        Map<SourceKey, SourceRow> found = new LinkedHashMap<>();
        try (RowReading reading = RowReading.begin(address, FETCH_SIZE, 1_000_000)) {
            reading.read(table(address, "any_values"), asked, row -> found.put(row.key(), row.row()));
        }

        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(some);
        found.forEach((key, row) -> assertThat(row).isEqualTo(all.get(key)));
    }

    @Test
    void tellsOnlyTheSizeOfBinaryDataThatIsTooLarge() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE papers (id integer PRIMARY KEY, scan bytea)",
                "INSERT INTO papers VALUES (1, '\\x010203'), (2, '\\x01020304'), (3, NULL)");

        Map<SourceKey, Value> scans = new LinkedHashMap<>();
        try (RowReading reading = RowReading.begin(address, FETCH_SIZE, 3)) {
            reading.readAll(
                    table(address, "papers"),
                    row -> scans.put(row.key(), row.row().get("scan")));
        }

        assertThat(scans)
                .isEqualTo(Map.of(
                        SourceKey.of(Value.whole(1)), new Value.Bytes(new byte[] {1, 2, 3}),
                        SourceKey.of(Value.whole(2)), new Value.Withheld(4),
                        SourceKey.of(Value.whole(3)), Value.NULL));
    }

    @Test
    void findsRowsByKeysOfEveryTypeThatKeysHave() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(address, "CREATE EXTENSION citext");
        Map<String, String> keys = new TreeMap<>(Map.of(
                "boolean", "true",
                "numeric(12,4)", "-12.5000",
                "real", "32.38",
                "char(6)", "'ab'",
                "citext", "'CiText'",
                "date", "'0044-03-15 BC'",
                "timestamp", "'2024-02-29 12:34:56.789012'",
                "timestamptz", "'12345-02-03 12:34:56+02'",
                "uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
                "bytea", "'\\x00ff10'"));
        keys.put("time", "'23:59:59.5'");
        keys.put("inet", "'10.0.0.1/8'");
        keys.put("interval", "'1 mon 2 days'");
        int number = 0;
        for (Map.Entry<String, String> key : keys.entrySet()) {
            String name = "t" + number++;
            SourceServer.execute(
                    address,
                    "CREATE TABLE " + name + " (k " + key.getKey() + " PRIMARY KEY, v text)",
                    "INSERT INTO " + name + " VALUES (" + key.getValue() + ", 'x')");

            Map<SourceKey, SourceRow> all = read(address, name);
            Map<SourceKey, SourceRow> found = new LinkedHashMap<>();
            try (RowReading reading = RowReading.begin(address, FETCH_SIZE, 1_000_000)) {
                reading.read(table(address, name), all.keySet(), row -> found.put(row.key(), row.row()));
            }

            assertThat(found).as(key.getKey()).hasSize(1).isEqualTo(all);
        }
    }

    @Test
    void readsAllTablesAsOfOneMoment() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE one (id integer PRIMARY KEY)",
                "CREATE TABLE two (id integer PRIMARY KEY)",
                "INSERT INTO one VALUES (1)");

        try (RowReading reading = RowReading.begin(address, FETCH_SIZE, 1_000_000)) {
            assertThat(reading.readAll(table(address, "one"), row -> {})).isEqualTo(1);
            SourceServer.execute(address, "INSERT INTO two VALUES (1)");
            assertThat(reading.readAll(table(address, "two"), row -> {})).isZero();
        }
    }

    @Test
    void saysWhichTableItMayNotRead() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE secret (id integer PRIMARY KEY)",
                "CREATE ROLE nobody_" + address.database() + " LOGIN PASSWORD 'x'");
        SourceAddress nobody = new SourceAddress(address.jdbcUrl(), "nobody_" + address.database(), "x");

        try (RowReading reading = RowReading.begin(nobody, FETCH_SIZE, 1_000_000)) {
            assertThatThrownBy(() -> reading.readAll(table(address, "secret"), row -> {}))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("public.secret")
                    .hasMessageContaining("GRANT SELECT");
        }
    }

    private static void assertSame(Map<SourceKey, SourceRow> read, Map<SourceKey, SourceRow> captured) {
        assertThat(read.keySet()).isEqualTo(captured.keySet());
        SoftAssertions.assertSoftly(all -> captured.forEach((key, row) -> row.columns()
                .forEach((column, value) -> all.assertThat(read.get(key).get(column))
                        .as("%s of %s", column, key)
                        .isEqualTo(value))));
    }

    private static SourceTable table(SourceAddress address, String name) {
        return SourceCatalogue.read(address).require(new TableName("public", name));
    }

    private static Map<SourceKey, SourceRow> read(SourceAddress address, String name) throws InterruptedException {
        Map<SourceKey, SourceRow> rows = new LinkedHashMap<>();
        try (RowReading reading = RowReading.begin(address, FETCH_SIZE, 1_000_000)) {
            long count = reading.readAll(table(address, name), row -> rows.put(row.key(), row.row()));
            assertThat(rows).hasSize((int) count);
        }
        return rows;
    }

    private Map<SourceKey, SourceRow> captured(SourceAddress address, String name, List<String> key, int rows)
            throws Exception {
        CapturedTable captured = new CapturedTable("erp", "public", name, new BeforeImage.OnlyColumns(Set.copyOf(key)));
        var table = new org.dataferry.schemas.key.SourceTable("erp", "public", name);
        Map<SourceKey, SourceRow> images = new LinkedHashMap<>();
        try (RunningEngine engine = new RunningEngine(RunningEngine.settings(address, directory, unavailable.text()))) {
            for (SourceRecord record : engine.nextChanges(rows)) {
                ConvertedChange change = converter.convert(captured, record);
                SourceKey sourceKey = new KeyReader().read(change.key(), key);
                images.put(sourceKey, image(table, sourceKey, avro.encode(name, change.envelope())));
            }
        }
        return images;
    }

    private SourceRow image(org.dataferry.schemas.key.SourceTable table, SourceKey key, byte[] envelope) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                EnvelopeFields.POSITION_HEADER,
                new SourcePosition.InLog(1, 1, 1, 0).text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        EnvelopeReader.Content content = envelopes.read(table, key.text(), envelope, headers);
        return ((ChangeEvent.Snapshotted) ((EnvelopeReader.Content.Event) content).event()).after();
    }
}
