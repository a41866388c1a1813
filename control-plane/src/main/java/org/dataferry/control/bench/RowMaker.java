package org.dataferry.control.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;

/** Makes the changes of a benchmark as capture writes them; the same ones for the same seed. */
public final class RowMaker {

    private static final Schema ROW = BenchColumns.row();
    private static final Schema ENVELOPE = BenchColumns.envelope(ROW);
    private static final Schema SOURCE =
            ENVELOPE.getField(EnvelopeFields.SOURCE).schema();

    private static final List<String> WORDS = List.of(
            "north",
            "harbour",
            "Meier",
            "invoice",
            "Zürich",
            "paper",
            "blue",
            "delivery",
            "Sons",
            "market",
            "lot",
            "standard",
            "GmbH",
            "open",
            "street",
            "urgent");

    /** About a fifth of a business table's optional columns are empty. */
    private static final int NULL_ONE_IN = 5;

    private static final int MOST_WORDS = 3;
    private static final int WORDS_OF_A_NOTE = 20;
    private static final int MOST_CENTS = 10_000_000;
    private static final int MOST_DAYS = 20_000;
    private static final long COMMITTED_AT = 1_700_000_000_000L;

    private final MigrationTopics topics;
    private final BenchShape shape;
    private final ConfluentAvro avro;
    private final long seed;

    public RowMaker(MigrationTopics topics, BenchShape shape, ConfluentAvro avro, long seed) {
        this.topics = topics;
        this.shape = shape;
        this.avro = avro;
        this.seed = seed;
    }

    public ProducerRecord<byte[], byte[]> change(long row) {
        SourceTable table = shape.tableOf(row);
        Topic topic = topics.changes(table);
        String key = BenchShape.key(row).text();
        SourcePosition position = position(row);
        return new ProducerRecord<>(
                topic.name(),
                RowPartitioner.ofSourceKey(key, topics.partitions()),
                null,
                key.getBytes(UTF_8),
                avro.encode(topic.valueSubject(), envelope(row)),
                List.of(new RecordHeader(
                        EnvelopeFields.POSITION_HEADER, position.text().getBytes(UTF_8))));
    }

    /** Where the change of a row stands in the source's log. */
    public static SourcePosition position(long row) {
        return new SourcePosition.InLog(1, row + 1, row + 1, 0);
    }

    private GenericRecord envelope(long row) {
        GenericRecord source = new GenericData.Record(SOURCE);
        source.put(EnvelopeFields.SOURCE_TS_MS, COMMITTED_AT + row);
        GenericRecord envelope = new GenericData.Record(ENVELOPE);
        envelope.put(EnvelopeFields.AFTER, row(row));
        envelope.put(EnvelopeFields.SOURCE, source);
        envelope.put(EnvelopeFields.OP, "r");
        envelope.put(EnvelopeFields.ABSENT, List.of());
        return envelope;
    }

    private GenericRecord row(long number) {
        SplittableRandom random = new SplittableRandom(seed + number);
        GenericRecord row = new GenericData.Record(ROW);
        row.put(BenchColumns.KEY, number);
        for (int lookup = 0; lookup < BenchColumns.MOST_LOOKUPS; lookup++) {
            row.put(BenchColumns.foreignKey(lookup), shape.parentOf(number, lookup));
        }
        for (BenchColumns.Kind kind : BenchColumns.Kind.values()) {
            for (int column = 0; column < kind.count; column++) {
                // The first text is the entity's name, which is required.
                boolean empty = (kind != BenchColumns.Kind.TEXT || column > 0) && random.nextInt(NULL_ONE_IN) == 0;
                row.put(kind.column(column), empty ? null : value(kind, random));
            }
        }
        return row;
    }

    private static Object value(BenchColumns.Kind kind, SplittableRandom random) {
        return switch (kind) {
            case TEXT -> words(random, 1 + random.nextInt(MOST_WORDS));
            case NOTE -> words(random, WORDS_OF_A_NOTE);
            case WHOLE -> random.nextInt(MOST_CENTS);
            case DECIMAL ->
                ByteBuffer.wrap(BigInteger.valueOf(random.nextInt(MOST_CENTS)).toByteArray());
            case FLOATING -> random.nextInt(MOST_CENTS) / 8.0;
            case BOOL -> random.nextBoolean();
            case DATE -> random.nextInt(MOST_DAYS);
            case LOCAL -> (COMMITTED_AT - random.nextInt(MOST_CENTS)) * 1_000;
            case MOMENT ->
                Instant.ofEpochMilli(COMMITTED_AT - random.nextInt(MOST_CENTS)).toString();
        };
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }
}
