package org.dataferry.acceptance.harness;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The staffing business as an old application that only exports: it goes on from day to day, and each day every table is
 * dumped whole, in one of the ways that such applications have. Its texts are dirty.
 */
public final class DumpedBusiness {

    private static final List<String> DIRT = List.of(
            "St. \"Mary\"",
            "two\nlines",
            "a, b; c",
            "  blanks  ",
            "Ünïcode é",
            "",
            "'quoted'",
            "-",
            "trailing\\",
            "NULL");

    private static final List<String> KINDS = List.of("Hospital", "Clinic", "Nursing home", "Laboratory");
    private static final List<String> STATUSES = List.of("Open", "Offered", "Confirmed", "Worked", "Billed");

    private static final Instant FIRST_DAY = Instant.parse("2026-01-01T02:00:00Z");

    private final Random random;
    private final Map<String, TreeMap<String, List<String>>> tables = new LinkedHashMap<>();
    private int day;
    private int nextId = 1;

    public DumpedBusiness(Random random) {
        this.random = random;
        List.of("accounts", "providers", "jobs", "shifts", "shift_orders", "provider_accounts")
                .forEach(table -> tables.put(table, new TreeMap<>()));
        add("accounts", 60);
        add("providers", 80);
        add("jobs", 90);
        add("shifts", 150);
        add("shift_orders", 240);
        add("provider_accounts", 120);
    }

    /** A day of business. Rows that others name are not deleted. */
    public void goOn() {
        day++;
        tables.forEach((table, rows) -> {
            for (String key : List.copyOf(rows.keySet())) {
                if (random.nextInt(100) < 4) {
                    rows.put(key, row(table, rows.get(key)));
                }
            }
            add(table, 1 + random.nextInt(4));
        });
        delete("shift_orders", 3);
        delete("provider_accounts", 2);
    }

    /** The rows of a table by key, as texts of its columns; null where there is no value. */
    public Map<String, List<String>> rows(String table) {
        return tables.get(table);
    }

    /** Writes the dump of a table of this day, whole. Some days it has a line that is no row, in the place of one that is. */
    public Path dump(String table, Path folder, boolean withBrokenLine) throws IOException {
        List<String> lines = new ArrayList<>(
                tables.get(table).values().stream().map(row -> line(table, row)).toList());
        if (withBrokenLine) {
            int broken = random.nextInt(lines.size());
            lines.set(broken, lines.get(broken) + separator(table) + "one too many");
        }
        return write(table, folder, header(table) + "\n" + String.join("\n", lines) + "\n");
    }

    /** Writes the dump of a table of this day, cut in its middle. */
    public Path cutDump(String table, Path folder) throws IOException {
        String text = header(table) + "\n"
                + tables.get(table).values().stream()
                        .map(row -> line(table, row))
                        .collect(Collectors.joining("\n"));
        return write(table, folder, text.substring(0, text.length() / 2));
    }

    private Path write(String table, Path folder, String text) throws IOException {
        Path file = folder.resolve("%s-%02d.csv".formatted(table, day + 1));
        Path hidden = folder.resolve("." + file.getFileName());
        Files.writeString(hidden, text, charset(table));
        Files.setLastModifiedTime(hidden, FileTime.from(FIRST_DAY.plusSeconds(86_400L * day)));
        return Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Charset charset(String table) {
        return table.equals("shift_orders") ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
    }

    private static String separator(String table) {
        return table.equals("shift_orders") ? ";" : ",";
    }

    private static String header(String table) {
        return String.join(separator(table), columns(table));
    }

    private static List<String> columns(String table) {
        return switch (table) {
            case "accounts" ->
                List.of(
                        "account_id",
                        "account_no",
                        "name",
                        "kind",
                        "street",
                        "city",
                        "zip",
                        "employees",
                        "revenue",
                        "credit_hold",
                        "opened_on",
                        "created_at");
            case "providers" ->
                List.of(
                        "provider_id",
                        "provider_no",
                        "first_name",
                        "last_name",
                        "title",
                        "birth_date",
                        "zip",
                        "hourly_rate",
                        "active");
            case "jobs" ->
                List.of(
                        "job_id",
                        "job_no",
                        "account_id",
                        "title",
                        "description",
                        "start_on",
                        "positions",
                        "bill_rate",
                        "closed");
            case "shifts" -> List.of("shift_id", "job_id", "starts_at", "local_start", "unit", "headcount", "is_night");
            case "shift_orders" ->
                List.of(
                        "order_id",
                        "shift_id",
                        "provider_id",
                        "status",
                        "notes",
                        "ordered_on",
                        "check_in",
                        "hours",
                        "external_id");
            case "provider_accounts" -> List.of("provider_id", "account_id", "pairing_no", "distance_km", "cleared");
            default -> throw new IllegalArgumentException(table);
        };
    }

    private static String line(String table, List<String> row) {
        return row.stream()
                .map(field -> field == null
                        ? ""
                        : field.isEmpty() || field.matches("(?s).*[,;\"\n].*")
                                ? "\"" + field.replace("\"", "\"\"") + "\""
                                : field)
                .collect(Collectors.joining(separator(table)));
    }

    private void add(String table, int count) {
        for (int i = 0; i < count; i++) {
            List<String> row = row(table, List.of());
            tables.get(table).put(table.equals("provider_accounts") ? row.get(0) + "/" + row.get(1) : row.get(0), row);
        }
    }

    private void delete(String table, int count) {
        List<String> keys = new ArrayList<>(tables.get(table).keySet());
        for (int i = 0; i < count; i++) {
            tables.get(table).remove(keys.get(random.nextInt(keys.size())));
        }
    }

    /** @param old empty of a new row; else its key stays */
    private List<String> row(String table, List<String> old) {
        String id = old.isEmpty() ? Integer.toString(nextId++) : old.getFirst();
        List<String> row = new ArrayList<>();
        switch (table) {
            case "accounts" ->
                add(
                        row,
                        id,
                        "A-" + id,
                        "Clinic " + random.nextInt(1_000) + " " + dirt(),
                        pick(KINDS),
                        maybe(dirt()),
                        "Springfield",
                        "0%04d".formatted(random.nextInt(10_000)),
                        maybe(number(2_000)),
                        maybe(number(90_000_000) + ".%02d".formatted(random.nextInt(100))),
                        bool(),
                        maybe(date()),
                        maybe(date() + " 08:15:00+02"));
            case "providers" ->
                add(
                        row,
                        id,
                        "P-" + id,
                        maybe("Ana"),
                        "García " + number(500),
                        maybe(dirt()),
                        maybe(date()),
                        "0%04d".formatted(random.nextInt(10_000)),
                        maybe(number(200) + ".5"),
                        bool());
            case "jobs" ->
                add(
                        row,
                        id,
                        "J-" + id,
                        key("accounts"),
                        "Job " + number(1_000),
                        maybe(dirt()),
                        maybe(date()),
                        maybe(number(9)),
                        maybe(number(100) + ".25"),
                        bool());
            case "shifts" ->
                add(
                        row,
                        id,
                        key("jobs"),
                        maybe(date() + "T19:00:00-04:00"),
                        maybe(date() + " 19:00:00"),
                        maybe(dirt()),
                        maybe(number(5)),
                        bool());
            case "shift_orders" ->
                add(
                        row,
                        id,
                        key("shifts"),
                        key("providers"),
                        pick(STATUSES),
                        maybe(dirt()),
                        maybe(LocalDate.parse(date())
                                .format(java.time.format.DateTimeFormatter.ofPattern("dd.MM.uuuu"))),
                        maybe("18:55"),
                        maybe(number(24) + ".50"),
                        maybe(new UUID(random.nextLong(), random.nextLong()).toString()));
            case "provider_accounts" ->
                add(
                        row,
                        old.isEmpty() ? key("providers") : id,
                        old.isEmpty() ? key("accounts") : old.get(1),
                        number(10_000),
                        maybe(number(90) + ".5"),
                        bool());
            default -> throw new IllegalArgumentException(table);
        }
        return row;
    }

    private static void add(List<String> row, String... fields) {
        row.addAll(java.util.Arrays.asList(fields));
    }

    private String key(String table) {
        return pick(List.copyOf(tables.get(table).keySet()));
    }

    private String dirt() {
        return pick(DIRT);
    }

    private String maybe(String text) {
        return random.nextInt(5) == 0 ? null : text;
    }

    private String number(int below) {
        return Integer.toString(random.nextInt(below));
    }

    private String bool() {
        return random.nextBoolean() ? "true" : "false";
    }

    private String date() {
        return LocalDate.of(1990, 1, 1).plusDays(random.nextInt(12_000)).toString();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
