package org.dataferry.acceptance.harness;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A company like Northwind, of any size and by a seed: a dump of its customers, employees and orders, and its daily business as SQL. Its texts
 * hold what dumps escape.
 */
public final class TradingCompany {

    /** Of a hundred rows: what Northwind has, roughly. */
    private static final int CUSTOMERS_PER_HUNDRED = 10;

    private static final int EMPLOYEES = 9;

    private static final int REGIONS = 2;

    /** Each employee looks after two. */
    private static final int TERRITORIES = 6;

    private static final String TABLES = """
            CREATE TABLE customers (customer_id varchar(12) PRIMARY KEY, company_name varchar(40) NOT NULL,
                contact_name varchar(30), contact_title varchar(30), address varchar(60), city varchar(15),
                region varchar(15), postal_code varchar(10), country varchar(15), phone varchar(24), fax varchar(24));
            CREATE TABLE employees (employee_id smallint PRIMARY KEY, last_name varchar(20) NOT NULL,
                first_name varchar(10) NOT NULL, title varchar(30), title_of_courtesy varchar(25), birth_date date,
                hire_date date, address varchar(60), city varchar(15), region varchar(15), postal_code varchar(10),
                country varchar(15), home_phone varchar(24), extension varchar(4), photo bytea, notes text,
                reports_to smallint, photo_path varchar(255));
            CREATE TABLE orders (order_id integer PRIMARY KEY, customer_id varchar(12), employee_id smallint,
                order_date date, required_date date, shipped_date date, ship_via smallint, freight real,
                ship_name varchar(40), ship_address varchar(60), ship_city varchar(15), ship_region varchar(15),
                ship_postal_code varchar(10), ship_country varchar(15));
            CREATE TABLE region (region_id smallint PRIMARY KEY, region_description varchar(60) NOT NULL);
            CREATE TABLE territories (territory_id varchar(20) PRIMARY KEY, territory_description varchar(60) NOT NULL,
                region_id smallint NOT NULL);
            CREATE TABLE employee_territories (employee_id smallint, territory_id varchar(20),
                PRIMARY KEY (employee_id, territory_id));
            """;

    private static final List<String> TEXTS = List.of(
            "Straße 12",
            "O'Hara & Søn",
            "back\\slash",
            "two\nlines",
            "tab\there",
            "漢字かな",
            "\"quoted\"",
            "100 %; -- no comment",
            "\\N",
            "🚢 ahoy");

    private final Random random;
    private final int customers;
    private final int orders;
    private int nextOrder;
    private int nextCustomer;

    /** Whom orders may name; a customer of a transaction that failed is nobody. */
    private final List<Integer> known = new ArrayList<>();

    private final List<Integer> newCustomers = new ArrayList<>();

    /** @param rows of customers, employees and orders together */
    public TradingCompany(Random random, int rows) {
        this.random = random;
        this.customers = Math.max(1, rows * CUSTOMERS_PER_HUNDRED / 100);
        this.orders = Math.max(1, rows - customers - EMPLOYEES);
        this.nextCustomer = customers + 1;
        IntStream.rangeClosed(1, customers).forEach(known::add);
        this.nextOrder = orders + 1;
    }

    public int customers() {
        return customers;
    }

    public int employees() {
        return EMPLOYEES;
    }

    public int orders() {
        return orders;
    }

    /** Writes the dump as {@code pg_dump} does. */
    public Path copyDump(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("SET client_encoding = 'UTF8';\n" + TABLES);
            copy(out, "customers", customers, this::customer);
            copy(out, "employees", EMPLOYEES, this::employee);
            copy(out, "orders", orders, this::order);
            copy(out, "region", REGIONS, TradingCompany::region);
            copy(out, "territories", TERRITORIES, TradingCompany::territory);
            copy(out, "employee_territories", 2 * EMPLOYEES, TradingCompany::employeeTerritory);
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes the dump as {@code pg_dump --inserts} does. */
    public Path insertDump(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n" + TABLES);
            for (int i = 1; i <= customers; i++) {
                out.write(insert("customers", customer(i)) + ";\n");
            }
            for (int i = 1; i <= EMPLOYEES; i++) {
                out.write(insert("employees", employee(i)) + ";\n");
            }
            for (int i = 1; i <= orders; i++) {
                out.write(insert("orders", order(i)) + ";\n");
            }
            for (int i = 1; i <= REGIONS; i++) {
                out.write(insert("region", region(i)) + ";\n");
            }
            for (int i = 1; i <= TERRITORIES; i++) {
                out.write(insert("territories", territory(i)) + ";\n");
            }
            for (int i = 1; i <= 2 * EMPLOYEES; i++) {
                out.write(insert("employee_territories", employeeTerritory(i)) + ";\n");
            }
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * A transaction of the daily business: new rows, changed rows, deleted rows, and now and then a changed key. Orders name
     * its customers once it is {@link #committed}.
     */
    public List<String> transaction() {
        newCustomers.clear();
        List<String> statements = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            statements.add(
                    switch (random.nextInt(8)) {
                        case 0 -> insert("orders", order(nextOrder++));
                        case 1 -> newCustomer();
                        case 2 -> "DELETE FROM orders WHERE order_id = " + anyOrder();
                        case 3 ->
                            "UPDATE orders SET shipped_date = NULL, ship_region = NULL WHERE order_id = " + anyOrder();
                        case 4 -> "UPDATE orders SET freight = freight + 1 WHERE order_id / 20 = " + anyOrder() / 20;
                        case 5 ->
                            "UPDATE customers SET phone = " + quoted(text(24)) + " WHERE customer_id = '"
                                    + key(anyCustomer()) + "'";
                        case 6 -> "UPDATE orders SET order_id = " + nextOrder++ + " WHERE order_id = " + anyOrder();
                        default ->
                            "UPDATE employees SET notes = " + quoted(text(200)) + " WHERE employee_id = "
                                    + (1 + random.nextInt(EMPLOYEES));
                    });
        }
        return statements;
    }

    /** The last transaction is in the database. */
    public void committed() {
        known.addAll(newCustomers);
        newCustomers.clear();
    }

    private String newCustomer() {
        newCustomers.add(nextCustomer);
        return insert("customers", customer(nextCustomer++));
    }

    private static void copy(BufferedWriter out, String table, int count, IntFunction<List<String>> row)
            throws IOException {
        out.write("COPY " + table + " FROM stdin;\n");
        for (int i = 1; i <= count; i++) {
            out.write(row.apply(i).stream().map(TradingCompany::copied).collect(Collectors.joining("\t")));
            out.write('\n');
        }
        out.write("\\.\n\n");
    }

    private static String copied(String value) {
        return value.equals(NULL)
                ? "\\N"
                : value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String insert(String table, List<String> row) {
        return "INSERT INTO " + table + " VALUES ("
                + row.stream().map(TradingCompany::quoted).collect(Collectors.joining(", ")) + ")";
    }

    private static String quoted(String value) {
        return value.equals(NULL) ? "NULL" : "'" + value.replace("'", "''") + "'";
    }

    /** Stands for null; no text of the company's. */
    private static final String NULL = "\0";

    private List<String> customer(int number) {
        return Arrays.asList(
                key(number),
                "Company " + number,
                maybe(text(30)),
                maybe("Owner"),
                maybe(text(60)),
                maybe(text(15)),
                maybe("WA"),
                maybe("9" + number % 10_000),
                maybe("Norway"),
                maybe("+47 " + number),
                NULL);
    }

    private List<String> employee(int number) {
        return Arrays.asList(
                Integer.toString(number),
                "Last " + number,
                "First",
                maybe("Sales"),
                maybe("Ms."),
                maybe(day().toString()),
                maybe(day().toString()),
                maybe(text(60)),
                maybe(text(15)),
                NULL,
                maybe("12345"),
                maybe("UK"),
                maybe("555"),
                "1234",
                "\\x0aff",
                maybe(text(200)),
                // In a circle: nobody's row can be complete at first.
                Integer.toString(number % EMPLOYEES + 1),
                NULL);
    }

    private static List<String> region(int number) {
        return List.of(Integer.toString(number), "Region " + number);
    }

    private static List<String> territory(int number) {
        return List.of("0" + number, "Territory " + number, Integer.toString(1 + number % REGIONS));
    }

    private static List<String> employeeTerritory(int number) {
        int employee = (number + 1) / 2;
        return List.of(Integer.toString(employee), "0" + (1 + (employee + number) % TERRITORIES));
    }

    private List<String> order(int number) {
        LocalDate ordered = day();
        return Arrays.asList(
                Integer.toString(number),
                key(known.get(random.nextInt(known.size()))),
                Integer.toString(1 + random.nextInt(EMPLOYEES)),
                ordered.toString(),
                maybe(ordered.plusDays(28).toString()),
                maybe(ordered.plusDays(random.nextInt(20)).toString()),
                Integer.toString(1 + random.nextInt(3)),
                random.nextInt(1_000) + "." + (10 + random.nextInt(90)),
                "Ship " + number,
                maybe(text(60)),
                maybe(text(15)),
                maybe("RJ"),
                maybe("05022"),
                maybe("Brazil"));
    }

    private int anyOrder() {
        return 1 + random.nextInt(nextOrder - 1);
    }

    private int anyCustomer() {
        return 1 + random.nextInt(nextCustomer - 1);
    }

    private static String key(int customer) {
        return "C" + customer;
    }

    private String maybe(String value) {
        return random.nextInt(5) == 0 ? NULL : value;
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder("x");
        while (text.length() < most && random.nextInt(4) > 0) {
            text.append(' ').append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        int end = Math.min(most, text.length());
        // Not within a character of two units.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                .strip();
    }

    private LocalDate day() {
        return LocalDate.of(1996, 7, 4).plusDays(random.nextInt(700));
    }
}
