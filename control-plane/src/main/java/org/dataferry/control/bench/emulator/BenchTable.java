package org.dataferry.control.bench.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The benchmark's table of 38 columns, two lookups and the alternate key among them, and its rows as JSON of about 1.2 KB. Contents are made
 * beforehand and used again, so that the client's share of the machine stays small; keys and ids are each row's own.
 */
public final class BenchTable {

    public static final String SET = "ben_rows";
    public static final String NAME = "ben_row";
    static final String PARENT_SET = "ben_parents";
    public static final String PARENT = "ben_parent";
    public static final int PARENTS = 1_000;

    private static final int CONTENTS = 2_000;
    private static final int TEXTS = 14;
    private static final int WHOLES = 5;
    private static final int DECIMALS = 4;
    private static final int DOUBLES = 2;
    private static final int FLAGS = 3;
    private static final int DATES = 3;
    private static final int MOMENTS = 2;
    private static final List<String> WORDS =
            List.of("north", "harbour", "Meier", "invoice", "paper", "Zürich", "delivery", "market", "GmbH", "street");

    private final List<byte[]> contents = new ArrayList<>();
    private final List<byte[]> changes = new ArrayList<>();

    public BenchTable(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CONTENTS; i++) {
            contents.add(content(random).getBytes(UTF_8));
            changes.add(change(random).getBytes(UTF_8));
        }
    }

    /** Type and schema name of each column that is made for itself, with what its definition needs besides. */
    public record Definition(String type, String schemaName, String more) {
        public String logicalName() {
            return schemaName.toLowerCase(Locale.ROOT);
        }
    }

    public static List<Definition> columns() {
        List<Definition> columns = new ArrayList<>();
        columns.add(new Definition("String", "ben_Key", ",\"MaxLength\":100"));
        each(columns, TEXTS, "String", "ben_Text", ",\"MaxLength\":100");
        each(columns, 1, "Memo", "ben_Memo", ",\"MaxLength\":2000");
        each(columns, WHOLES, "Integer", "ben_Whole", "");
        each(columns, DECIMALS, "Decimal", "ben_Decimal", ",\"Precision\":2");
        each(columns, DOUBLES, "Double", "ben_Double", ",\"Precision\":5");
        each(columns, FLAGS, "Boolean", "ben_Flag", "");
        each(
                columns,
                DATES,
                "DateTime",
                "ben_Date",
                ",\"Format\":\"DateOnly\",\"DateTimeBehavior\":{\"Value\":\"DateOnly\"}");
        each(columns, MOMENTS, "DateTime", "ben_Moment", "");
        return columns;
    }

    private static void each(List<Definition> columns, int count, String type, String name, String more) {
        for (int number = 0; number < count; number++) {
            columns.add(new Definition(type, name + number, more));
        }
    }

    public static UUID parent(int number) {
        return new UUID(0x0be0_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
    }

    /** @param from the number of the first row */
    public byte[] upserts(int from, int count, int round) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(count * 1_400);
        open(body);
        for (int row = from; row < from + count; row++) {
            next(body, row > from);
            body.writeBytes(named(row));
            body.writeBytes(contents.get((row + round) % CONTENTS));
        }
        return close(body);
    }

    /** New rows with all columns, named by nothing but the key among their columns. */
    public byte[] creates(int from, int count) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(count * 1_400);
        open(body);
        for (int row = from; row < from + count; row++) {
            next(body, row > from);
            body.writeBytes(("\"ben_key\":\"K-" + row + "\",").getBytes(UTF_8));
            body.writeBytes(contents.get(row % CONTENTS));
        }
        return close(body);
    }

    /** Five columns of rows that are there. */
    public byte[] upsertsOfChanges(int from, int count) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(count * 300);
        open(body);
        for (int row = from; row < from + count; row++) {
            next(body, row > from);
            body.writeBytes(named(row));
            body.writeBytes(changes.get(row % CONTENTS));
        }
        return close(body);
    }

    byte[] updates(List<String> ids) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(ids.size() * 300);
        open(body);
        for (int i = 0; i < ids.size(); i++) {
            next(body, i > 0);
            body.writeBytes(("\"" + NAME + "id\":\"" + ids.get(i) + "\",").getBytes(UTF_8));
            body.writeBytes(changes.get(Math.floorMod(ids.get(i).hashCode(), CONTENTS)));
        }
        return close(body);
    }

    private static byte[] named(int row) {
        return ("\"@odata.id\":\"" + SET + "(ben_key='K-" + row + "')\",").getBytes(UTF_8);
    }

    private static void open(ByteArrayOutputStream body) {
        body.writeBytes("{\"Targets\":[".getBytes(UTF_8));
    }

    private static void next(ByteArrayOutputStream body, boolean further) {
        body.writeBytes(
                ((further ? "," : "") + "{\"@odata.type\":\"Microsoft.Dynamics.CRM." + NAME + "\",").getBytes(UTF_8));
    }

    private static byte[] close(ByteArrayOutputStream body) {
        body.writeBytes("]}".getBytes(UTF_8));
        return body.toByteArray();
    }

    private static String content(SplittableRandom random) {
        StringBuilder json = new StringBuilder("\"ben_name\":\"" + words(random, 2) + '"');
        for (int lookup = 0; lookup < 2; lookup++) {
            json.append(",\"ben_Parent%d@odata.bind\":\"/%s(%s)\""
                    .formatted(lookup, PARENT_SET, parent(random.nextInt(PARENTS))));
        }
        for (int i = 0; i < TEXTS; i++) {
            json.append(",\"ben_text%d\":\"%s\"".formatted(i, words(random, 1 + random.nextInt(3))));
        }
        json.append(",\"ben_memo0\":\"").append(words(random, 20)).append('"');
        for (int i = 0; i < WHOLES; i++) {
            json.append(",\"ben_whole%d\":%d".formatted(i, random.nextInt(1_000_000)));
        }
        for (int i = 0; i < DECIMALS; i++) {
            json.append(",\"ben_decimal%d\":%d.%02d".formatted(i, random.nextInt(100_000), random.nextInt(100)));
        }
        for (int i = 0; i < DOUBLES; i++) {
            json.append(",\"ben_double%d\":%s".formatted(i, random.nextInt(1_000_000) / 8.0));
        }
        for (int i = 0; i < FLAGS; i++) {
            json.append(",\"ben_flag%d\":%s".formatted(i, random.nextBoolean()));
        }
        for (int i = 0; i < DATES; i++) {
            json.append(",\"ben_date%d\":\"20%02d-0%d-1%d\""
                    .formatted(i, random.nextInt(26), 1 + random.nextInt(9), random.nextInt(10)));
        }
        for (int i = 0; i < MOMENTS; i++) {
            json.append(",\"ben_moment%d\":\"20%02d-05-17T%02d:%02d:00Z\""
                    .formatted(i, random.nextInt(26), random.nextInt(24), random.nextInt(60)));
        }
        return json.append('}').toString();
    }

    private static String change(SplittableRandom random) {
        return "\"ben_text3\":\"%s\",\"ben_whole1\":%d,\"ben_decimal2\":%d.5,\"ben_flag0\":%s,\"ben_date1\":\"2025-03-1%d\"}"
                .formatted(
                        words(random, 2),
                        random.nextInt(1_000_000),
                        random.nextInt(100_000),
                        random.nextBoolean(),
                        random.nextInt(10));
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }
}
