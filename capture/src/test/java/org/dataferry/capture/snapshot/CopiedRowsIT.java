package org.dataferry.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.RunningEngine;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.ConvertedChange;
import org.dataferry.capture.convert.EveryType;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.engine.TableForms;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.rows.RandomRows;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.envelope.KeyReader;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that is copied becomes, to the byte, what Debezium's own snapshot of it becomes. */
class CopiedRowsIT {

    private static final int RANDOM_ROWS = 400;
    private static final int CARRIED_BYTES = 1_000;
    private static final long LSN = 0x1_0000_0010L;

    /** What says where and when a row was read, and so differs. */
    private static final List<String> OF_THE_READING = List.of("source", "ts_ms", "ts_us", "ts_ns");

    @TempDir
    Path directory;

    private final UnavailableValue unavailable = UnavailableValue.random(new Random());
    private final ConnectToAvro converter = new ConnectToAvro(unavailable, CARRIED_BYTES);
    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());

    @Test
    void areAsDebeziumReadsThemForEveryType() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        EveryType.create(address);
        SourceServer.execute(address, EveryType.insert(1), EveryType.insertNulls(2));

        assertCopiedAsSnapshotted(address, "every_type", 2);
    }

    @Test
    void areAsDebeziumReadsThemForAnyValues() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        SourceAddress address = SourceServer.newDatabase();
        RandomRows rows = new RandomRows(new Random(seed));
        SourceServer.execute(address, rows.createTable());
        SourceServer.execute(
                address, IntStream.range(0, RANDOM_ROWS).mapToObj(rows::insert).toArray(String[]::new));

        assertCopiedAsSnapshotted(address, "any_values", RANDOM_ROWS);
    }

    @Test
    void sayOnlyTheSizeOfBinaryDataThatIsTooLarge() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE papers (id integer PRIMARY KEY, scan bytea, note text, other bytea)",
                "INSERT INTO papers SELECT i, decode(repeat('ab', 990 + i), 'hex'), 'n' || i,"
                        + " decode(repeat('cd', 1010 - i), 'hex') FROM generate_series(1, 20) i");

        assertCopiedAsSnapshotted(address, "papers", 20);
    }

    @Test
    void areTheSameWhenSeveralReadersShareAPlan() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE shared (id integer PRIMARY KEY, tz timestamptz, tz0 timestamptz(0), u uuid, n numeric,"
                        + " d numeric(12,3), t time, list timestamptz[], net inet)",
                "INSERT INTO shared SELECT i, now() + random() * interval '9 years', now() + i * interval '1 s',"
                        + " gen_random_uuid(), random() * 1e9, random() * 1e6, '12:00'::time + random() * interval '1 h',"
                        + " ARRAY[now() + random() * interval '9 years'], '10.0.0.0'::inet + i"
                        + " FROM generate_series(1, 10000) i");
        TableName name = TableName.parse("shared");
        try (TableForms forms = new TableForms(settings(address));
                Connection connection = SourceServer.connect(address);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            TablePlan plan = new TablePlans(connection, forms, converter, avro)
                    .of(name, published(address, "shared"), LSN, Instant.ofEpochSecond(1_700_000_000));
            List<String> alone = hashes(address, plan);
            List<Future<List<String>>> together =
                    threads.invokeAll(Collections.nCopies(3, () -> hashes(address, plan)));

            for (Future<List<String>> each : together) {
                assertThat(each.get()).isEqualTo(alone);
            }
        }
    }

    private static List<String> hashes(SourceAddress address, TablePlan plan) throws Exception {
        List<String> hashes = new ArrayList<>();
        RowEncoder encoder = new RowEncoder(plan);
        try (Connection connection = SourceServer.connect(address)) {
            CopyRows.read(connection, plan.copy(""), (message, at) -> {
                int end = encoder.encode(message, at);
                hashes.add(encoder.key() + " " + Arrays.hashCode(encoder.value()));
                return end;
            });
        }
        return hashes;
    }

    @Test
    void nameTheValueThatHasNoForm() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE prices (id integer PRIMARY KEY, price numeric(8,2))",
                "INSERT INTO prices VALUES (1, 'NaN')");

        assertThatThrownBy(() -> copied(address, "prices"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("'NaN' of column price of table public.prices");
    }

    private void assertCopiedAsSnapshotted(SourceAddress address, String table, int rows) throws Exception {
        Map<String, byte[]> copied = copied(address, table);
        assertThat(copied).hasSize(rows);
        PublishedTable published = published(address, table);
        try (RunningEngine engine = new RunningEngine(settings(address))) {
            for (SourceRecord change : engine.nextChanges(rows)) {
                ConvertedChange converted = converter.convert(published.captured(), change);
                String key =
                        new KeyReader().read(converted.key(), published.key()).text();
                GenericRecord ours = avro.decode(copied.get(key));
                GenericRecord theirs = converted.envelope();
                assertThat(ours.getSchema()).isEqualTo(theirs.getSchema());
                takeOverEqualNumbers((GenericRecord) ours.get("after"), (GenericRecord) theirs.get("after"));
                assertThat(ours.get("after")).isEqualTo(reread(theirs).get("after"));
                OF_THE_READING.forEach(field -> theirs.put(field, ours.get(field)));
                byte[] expected = avro.encode(published.topic().valueSubject(), theirs);
                assertThat(copied.get(key)).as(key).isEqualTo(expected);
            }
        }
    }

    /**
     * The driver leaves out zeros at the end of a numeric without a scale where Debezium reads it in binary form; PostgreSQL and
     * the change log do not. The number is the same.
     */
    private static void takeOverEqualNumbers(GenericRecord ours, GenericRecord theirs) {
        for (Schema.Field field : ours.getSchema().getFields()) {
            if (ours.get(field.name()) instanceof GenericRecord number
                    && number.getSchema().getField("scale") != null
                    && number(number).compareTo(number((GenericRecord) theirs.get(field.name()))) == 0) {
                theirs.put(field.name(), number);
            }
        }
    }

    private static BigDecimal number(GenericRecord variable) {
        ByteBuffer bytes = ((ByteBuffer) variable.get("value")).duplicate();
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);
        return new BigDecimal(new BigInteger(unscaled), (Integer) variable.get("scale"));
    }

    private GenericRecord reread(GenericRecord record) {
        return avro.decode(avro.encode("any", record));
    }

    private Map<String, byte[]> copied(SourceAddress address, String table) throws Exception {
        TableName name = TableName.parse(table);
        Map<String, byte[]> rows = new HashMap<>();
        try (TableForms forms = new TableForms(settings(address));
                Connection connection = SourceServer.connect(address)) {
            TablePlan plan = new TablePlans(connection, forms, converter, avro)
                    .of(name, published(address, table), LSN, Instant.ofEpochSecond(1_700_000_000));
            RowEncoder encoder = new RowEncoder(plan);
            CopyRows.read(connection, plan.copy(""), (message, at) -> {
                int end = encoder.encode(message, at);
                rows.put(encoder.key(), encoder.value());
                return end;
            });
        }
        return rows;
    }

    private Properties settings(SourceAddress address) {
        return RunningEngine.settings(address, directory, unavailable.text());
    }

    private static PublishedTable published(SourceAddress address, String table) {
        return PublishedTable.of(
                "erp",
                SourceCatalogue.read(address).require(TableName.parse(table)),
                new MigrationTopics("test", 1, 3));
    }
}
