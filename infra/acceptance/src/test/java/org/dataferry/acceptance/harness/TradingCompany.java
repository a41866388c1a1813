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
 * A company like Northwind, of any size and by a seed: a dump of its customers, employees and orders, with a few lines, and its daily business as
 * SQL. Its texts hold what dumps escape.
 */
public final class TradingCompany {

    /** Of a hundred rows: what Northwind has, roughly. */
    private static final int CUSTOMERS_PER_HUNDRED = 10;

    private static final int EMPLOYEES = 9;

    private static final int REGIONS = 2;

    /** Each employee looks after two. */
    private static final int TERRITORIES = 6;

    private static final int SUPPLIERS = 2;
    private static final int SHIPPERS = 3;
    private static final int CATEGORIES = 2;
    private static final int PRODUCTS = 4;

    /** One order in so many has lines, two each: enough to see that they follow it. */
    private static final int ORDERS_PER_LINES = 10;

    private static final String TABLES = """
            CREATE TABLE suppliers (supplier_id smallint PRIMARY KEY, company_name varchar(40) NOT NULL,
                contact_name varchar(30), contact_title varchar(30), address varchar(60), city varchar(15),
                region varchar(15), postal_code varchar(10), country varchar(15), phone varchar(24), fax varchar(24),
                homepage text);
            CREATE TABLE shippers (shipper_id smallint PRIMARY KEY, company_name varchar(40) NOT NULL,
                phone varchar(24));
            CREATE TABLE categories (category_id smallint PRIMARY KEY, category_name varchar(15) NOT NULL,
                description text, picture bytea);
            CREATE TABLE products (product_id smallint PRIMARY KEY, product_name varchar(40) NOT NULL,
                supplier_id smallint, category_id smallint, quantity_per_unit varchar(20), unit_price real,
                units_in_stock smallint, units_on_order smallint, reorder_level smallint,
                discontinued integer NOT NULL);
            CREATE TABLE order_details (order_id integer, product_id smallint, unit_price real NOT NULL,
                quantity smallint NOT NULL, discount real NOT NULL, PRIMARY KEY (order_id, product_id));
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
            copy(out, "suppliers", SUPPLIERS, TradingCompany::supplier);
            copy(out, "shippers", SHIPPERS, TradingCompany::shipper);
            copy(out, "categories", CATEGORIES, TradingCompany::category);
            copy(out, "products", PRODUCTS, TradingCompany::product);
            copy(out, "order_details", lines(), TradingCompany::orderLine);
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes the dump as {@code pg_dump --inserts} does. */
    public Path insertDump(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n" + TABLES);
            inserts(out, "customers", customers, this::customer);
            inserts(out, "employees", EMPLOYEES, this::employee);
            inserts(out, "orders", orders, this::order);
            inserts(out, "region", REGIONS, TradingCompany::region);
            inserts(out, "territories", TERRITORIES, TradingCompany::territory);
            inserts(out, "employee_territories", 2 * EMPLOYEES, TradingCompany::employeeTerritory);
            inserts(out, "suppliers", SUPPLIERS, TradingCompany::supplier);
            inserts(out, "shippers", SHIPPERS, TradingCompany::shipper);
            inserts(out, "categories", CATEGORIES, TradingCompany::category);
            inserts(out, "products", PRODUCTS, TradingCompany::product);
            inserts(out, "order_details", lines(), TradingCompany::orderLine);
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
            switch (random.nextInt(8)) {
                case 0 -> statements.add(insert("orders", order(nextOrder++)));
                case 1 -> statements.add(newCustomer());
                case 2 -> {
                    int order = anyOrder();
                    statements.add("DELETE FROM order_details WHERE order_id = " + order);
                    statements.add("DELETE FROM orders WHERE order_id = " + order);
                }
                case 3 ->
                    statements.add(
                            "UPDATE orders SET shipped_date = NULL, ship_region = NULL WHERE order_id = " + anyOrder());
                case 4 ->
                    statements.add("UPDATE orders SET freight = freight + 1 WHERE order_id / 20 = " + anyOrder() / 20);
                case 5 ->
                    statements.add("UPDATE customers SET phone = " + quoted(text(24)) + " WHERE customer_id = '"
                            + key(anyCustomer()) + "'");
                case 6 -> {
                    int number = nextOrder++;
                    int order = anyOrder();
                    statements.add("UPDATE orders SET order_id = " + number + " WHERE order_id = " + order);
                    statements.add("UPDATE order_details SET order_id = " + number + " WHERE order_id = " + order);
                }
                default ->
                    statements.add("UPDATE employees SET notes = " + quoted(text(200)) + " WHERE employee_id = "
                            + (1 + random.nextInt(EMPLOYEES)));
            }
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

    private static void inserts(BufferedWriter out, String table, int count, IntFunction<List<String>> row)
            throws IOException {
        for (int i = 1; i <= count; i++) {
            out.write(insert(table, row.apply(i)) + ";\n");
        }
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

    private static List<String> supplier(int number) {
        return List.of(
                Integer.toString(number),
                "Supplier " + number,
                "Sam",
                "Clerk",
                "Quay " + number,
                "Bergen",
                NULL,
                "5003",
                "Norway",
                "+47 " + number,
                NULL,
                "Fjord & Sons#http://example.com#");
    }

    private static List<String> shipper(int number) {
        return List.of(Integer.toString(number), "Shipper " + number, NULL);
    }

    private static List<String> category(int number) {
        return List.of(Integer.toString(number), "Category " + number, "All\tof it", "\\x0aff");
    }

    private static List<String> product(int number) {
        return List.of(
                Integer.toString(number),
                "Product " + number,
                Integer.toString(1 + number % SUPPLIERS),
                Integer.toString(1 + number % CATEGORIES),
                "10 boxes",
                number + ".35",
                "39",
                "0",
                NULL,
                Integer.toString(number % 2));
    }

    /** How many lines the orders of the dump have. */
    private int lines() {
        return 2 * (orders / ORDERS_PER_LINES);
    }

    private static List<String> orderLine(int number) {
        int order = ORDERS_PER_LINES * ((number + 1) / 2);
        return List.of(
                Integer.toString(order),
                Integer.toString(1 + number % PRODUCTS),
                "14.45",
                Integer.toString(1 + number % 50),
                number % 3 == 0 ? "0.15" : "0");
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
