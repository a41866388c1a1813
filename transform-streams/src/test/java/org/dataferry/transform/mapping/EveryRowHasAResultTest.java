package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.SourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a row holds, mapping it gives a result and never throws. */
class EveryRowHasAResultTest {

    private static final int ROWS = 20_000;

    @TempDir
    Path folder;

    @Test
    void whateverARowHolds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        EntityMapping mapping = bench().compile().all().getFirst();

        Set<String> kinds = new TreeSet<>();
        for (int i = 0; i < ROWS; i++) {
            SourceRow row = row(random);
            MappingResult result = mapping.map(row);
            kinds.add(result.getClass().getSimpleName());
            assertThat(mapping.map(row)).as("seed %d, row %d", seed, i).isEqualTo(result);
        }

        assertThat(kinds).containsExactly("Filtered", "Mapped", "Refused");
    }

    @Test
    void alsoOnManyThreads() throws Exception {
        EntityMapping mapping = bench().compile().all().getFirst();
        Random random = new Random(1);
        List<SourceRow> rows = new ArrayList<>();
        List<MappingResult> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(row(random));
            expected.add(mapping.map(rows.getLast()));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<MappingResult>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> rows.stream().map(mapping::map).toList()));
            }
            for (Future<List<MappingResult>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    private MappingBench bench() {
        return new MappingBench(folder)
                .source(
                        "public.things",
                        java.util.Arrays.stream(SourceType.values())
                                .map(type -> type.name().toLowerCase(java.util.Locale.ROOT) + "_ " + type)
                                .toArray(String[]::new))
                .target(
                        "thing",
                        "text text(10)",
                        "whole whole",
                        "bigint bigint",
                        "decimal decimal(2)",
                        "rounded decimal(2)",
                        "money money(2)",
                        "double double",
                        "bool boolean",
                        "date date",
                        "local datetime(timeZoneIndependent)",
                        "moment datetime(userLocal)",
                        "all memo(2000)",
                        "sum decimal(10)",
                        "parsed decimal(10)",
                        "joined memo(2000)")
                .file("thing.yaml", """
                        entity: thing
                        from: public.things
                        filter: whole_ == null || whole_ % 3 != 0
                        columns:
                          text: text_
                          whole: whole_
                          bigint: whole_
                          decimal: { cel: "decimal_ == null ? null : round(decimal_, 2)" }
                          rounded: floating_
                          money: { cel: "orElse(decimal_, decimal(0))" }
                          double: floating_
                          bool: bool_
                          date: date_
                          local: local_timestamp_
                          moment: { cel: "local_timestamp_ == null ? null : atZone(local_timestamp_, 'Europe/Zurich')" }
                          all: { cel: "orElse(text_, '') + string(orElse(bool_, false)) + orElse(uuid_, '')" }
                          sum: { cel: "decimal_ * decimal_ + whole_" }
                          parsed: { cel: "text_ == null ? null : decimal(text_)" }
                          joined: { cel: "list_ == null ? null : list_.join(' ')" }
                        """);
    }

    private static SourceRow row(Random random) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (SourceType type : SourceType.values()) {
            String name = type.name().toLowerCase(java.util.Locale.ROOT) + "_";
            // A column sometimes holds what its type does not: a source that changed, a time that Java has not.
            SourceType held = random.nextInt(200) == 0 ? any(random) : type;
            switch (random.nextInt(40)) {
                case 0 -> columns.put(name, Value.ABSENT);
                case 1, 2, 3 -> columns.put(name, Value.NULL);
                case 4 -> {} // the row does not have it
                default -> columns.put(name, value(held, random));
            }
        }
        return new SourceRow(columns);
    }

    private static SourceType any(Random random) {
        return SourceType.values()[random.nextInt(SourceType.values().length)];
    }

    private static Value value(SourceType type, Random random) {
        boolean extreme = random.nextInt(20) == 0;
        return switch (type) {
            case TEXT -> Value.text(extreme ? anyText(random) : Integer.toString(random.nextInt(1000)));
            case WHOLE -> Value.whole(extreme ? random.nextLong() : random.nextInt(1000));
            case DECIMAL ->
                new Value.Decimal(
                        new BigDecimal(new BigInteger(extreme ? 500 : 16, random), random.nextInt(extreme ? 400 : 4)));
            case FLOATING ->
                new Value.Floating(extreme ? Double.longBitsToDouble(random.nextLong()) : random.nextDouble());
            case BOOL -> new Value.Bool(random.nextBoolean());
            case DATE -> new Value.Day(LocalDate.ofEpochDay(random.nextInt(extreme ? 100_000_000 : 20_000)));
            case LOCAL_TIMESTAMP ->
                new Value.LocalMoment(LocalDateTime.ofInstant(moment(random, extreme), ZoneOffset.UTC));
            case TIMESTAMP -> new Value.Moment(moment(random, extreme));
            case TIME -> new Value.TimeOfDay(LocalTime.ofSecondOfDay(random.nextInt(86_400)));
            case UUID -> new Value.Guid(new UUID(random.nextLong(), random.nextLong()));
            case BYTES -> new Value.Bytes(new byte[random.nextInt(5)]);
            case LIST -> new Value.Many(List.of(extreme ? Value.whole(1) : Value.text("a"), Value.text("b")));
        };
    }

    private static Instant moment(Random random, boolean extreme) {
        return extreme
                ? Instant.ofEpochSecond(random.nextLong(-9_000_000_000_000L, 9_000_000_000_000L))
                : Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
    }

    private static String anyText(Random random) {
        char[] units = new char[random.nextInt(12)];
        for (int i = 0; i < units.length; i++) {
            units[i] = (char) random.nextInt(0x10000);
        }
        return new String(units);
    }
}
