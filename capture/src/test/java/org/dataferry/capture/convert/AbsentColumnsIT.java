package org.dataferry.capture.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.capture.RunningEngine;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.source.SourceAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that PostgreSQL does not send: large ones that an update left alone, and all but the key of a deleted row. */
class AbsentColumnsIT {

    /** Type and a value too large to be kept in the row. */
    private static final Map<String, String> LARGE = new LinkedHashMap<>();

    static {
        LARGE.put("text", "repeat('x', 20000)");
        LARGE.put("varchar", "repeat('x', 20000)");
        LARGE.put("bytea", "decode(repeat('ab', 20000), 'hex')");
        LARGE.put("json", "('\"' || repeat('x', 20000) || '\"')::json");
        LARGE.put("jsonb", "('\"' || repeat('x', 20000) || '\"')::jsonb");
        LARGE.put("xml", "('<a>' || repeat('x', 20000) || '</a>')::xml");
        LARGE.put("citext", "repeat('x', 20000)");
        LARGE.put("hstore", "hstore('k', repeat('x', 20000))");
        LARGE.put("tsvector", "(SELECT array_to_tsvector(array_agg('w' || i)) FROM generate_series(1, 3000) i)");
        LARGE.put("text[]", "array_fill('long text'::text, ARRAY[3000])");
        LARGE.put("varchar(20)[]", "array_fill('long text'::varchar, ARRAY[3000])");
        LARGE.put("jsonb[]", "array_fill('1'::jsonb, ARRAY[3000])");
        LARGE.put("bytea[]", "array_fill('\\x01'::bytea, ARRAY[3000])");
        LARGE.put("integer[]", "array_fill(1, ARRAY[3000])");
        LARGE.put("date[]", "array_fill('2024-01-01'::date, ARRAY[3000])");
        LARGE.put("bigint[]", "array_fill(1::bigint, ARRAY[3000])");
        LARGE.put("uuid[]", "array_fill('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, ARRAY[3000])");
    }

    @TempDir
    Path directory;

    private final UnavailableValue unavailable = UnavailableValue.random(new Random());
    private final ConnectToAvro converter = new ConnectToAvro(unavailable, 1_000_000);

    @Test
    void namesTheLargeValuesThatAnUpdateLeftAlone() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        createLarge(address, "");

        try (RunningEngine engine = start(address)) {
            engine.nextChange();
            SourceServer.execute(address, "UPDATE large SET small = 2", "UPDATE large SET \"text\" = 'short'");

            CapturedTable table = table(new BeforeImage.OnlyColumns(Set.of("id")));
            ConvertedChange update = converter.convert(table, engine.nextChange());
            GenericRecord after =
                    (GenericRecord) AvroBinary.roundTrip(update.envelope()).get("after");

            assertThat(update.absent()).containsExactlyElementsOf(LARGE.keySet());
            assertThat(update.envelope().toString()).doesNotContain(unavailable.text());
            assertThat(after.get("small")).isEqualTo(2);
            assertThat(after.get("text")).isNull();
            assertThat(after.get("empty")).isNull();
            assertThat(converter.convert(table, engine.nextChange()).absent()).doesNotContain("text", "empty");
        }
    }

    @Test
    void missesNothingWithReplicaIdentityFull() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        createLarge(address, "ALTER TABLE large REPLICA IDENTITY FULL");

        try (RunningEngine engine = start(address)) {
            engine.nextChange();
            SourceServer.execute(address, "UPDATE large SET small = 2", "DELETE FROM large");

            CapturedTable table = table(new BeforeImage.Complete());
            ConvertedChange update = converter.convert(table, engine.nextChange());
            ConvertedChange delete = converter.convert(table, engine.nextChange());

            assertThat(update.absent()).isEmpty();
            assertThat(delete.absent()).isEmpty();
            assertThat(((GenericRecord) update.envelope().get("after"))
                            .get("text")
                            .toString())
                    .hasSize(20_000);
            assertThat(((GenericRecord) delete.envelope().get("before")).get("small"))
                    .isEqualTo(2);
        }
    }

    @Test
    void dropsTheValuesThatDebeziumMakesUpForADeletedRow() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE large (id integer PRIMARY KEY, small integer NOT NULL, note text NOT NULL DEFAULT 'none')",
                "INSERT INTO large VALUES (1, 7, 'seven')");

        try (RunningEngine engine = start(address)) {
            engine.nextChange();
            SourceServer.execute(address, "DELETE FROM large");

            ConvertedChange delete =
                    converter.convert(table(new BeforeImage.OnlyColumns(Set.of("id"))), engine.nextChange());
            GenericRecord before =
                    (GenericRecord) AvroBinary.roundTrip(delete.envelope()).get("before");

            assertThat(delete.absent()).containsExactly("small", "note");
            assertThat(before.get("id")).isEqualTo(1);
            assertThat(before.get("small")).isNull();
            assertThat(before.get("note")).isNull();
            assertThat(delete.envelope().get("after")).isNull();
        }
    }

    @Test
    void keepsNullWhereTheColumnHasADefault() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE TABLE large (id integer PRIMARY KEY, rank integer DEFAULT 5, note text DEFAULT 'none')",
                "INSERT INTO large VALUES (1, NULL, NULL)");

        try (RunningEngine engine = start(address)) {
            engine.nextChange();
            SourceServer.execute(address, "INSERT INTO large VALUES (2, NULL, NULL)");

            ConvertedChange insert =
                    converter.convert(table(new BeforeImage.OnlyColumns(Set.of("id"))), engine.nextChange());
            GenericRecord after = (GenericRecord) insert.envelope().get("after");

            assertThat(after.get("rank")).isNull();
            assertThat(after.get("note")).isNull();
            assertThat(insert.absent()).isEmpty();
        }
    }

    private RunningEngine start(SourceAddress address) {
        return new RunningEngine(RunningEngine.settings(address, directory, unavailable.text()));
    }

    private static CapturedTable table(BeforeImage before) {
        return new CapturedTable("erp", "public", "large", before);
    }

    private static void createLarge(SourceAddress address, String further) throws Exception {
        SourceServer.execute(address, "CREATE EXTENSION hstore", "CREATE EXTENSION citext");
        List<String> columns =
                LARGE.keySet().stream().map(type -> "\"" + type + "\" " + type).toList();
        SourceServer.execute(
                address,
                "CREATE TABLE large (id integer PRIMARY KEY, small integer NOT NULL, empty text, "
                        + String.join(", ", columns) + ")");
        for (String column : LARGE.keySet()) {
            SourceServer.execute(address, "ALTER TABLE large ALTER COLUMN \"" + column + "\" SET STORAGE EXTERNAL");
        }
        SourceServer.execute(
                address,
                further,
                "INSERT INTO large VALUES (1, 1, NULL, "
                        + LARGE.values().stream().collect(Collectors.joining(", ")) + ")");
    }
}
