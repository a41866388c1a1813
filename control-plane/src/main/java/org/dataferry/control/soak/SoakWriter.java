package org.dataferry.control.soak;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dataferry.control.ControlException;

/**
 * The application at the source: a seeded sequence of transactions that insert, change and delete rows and links, come back
 * to the same rows soon, and now and then give a row another key or roll back. Rows name others that are gone or not there
 * yet; most of those are made later, under the key by which they are named.
 */
final class SoakWriter {

    private static final int MOST_STATEMENTS = 6;

    /** One order in so many transactions gets a key of its own anew. */
    private static final int REKEYED_ONE_IN = 20;

    private static final int ROLLED_BACK_ONE_IN = 15;

    /** One in so many names a row that is not there. */
    private static final int ABSENT_ONE_IN = 8;

    /** One in so many names none. */
    private static final int NAMELESS_ONE_IN = 6;

    private static final int FEWEST_CUSTOMERS = 10;

    private static final List<String> REASONS = List.of("buys", "pays");

    /** Batches keep the first load quick. */
    private static final int BATCH = 1_000;

    private static final List<String> TEXTS =
            List.of("Straße 12", "O'Hara & Søn", "back\\slash", "two\nlines", "漢字かな", "\"quoted\"", "🚢 ahoy", "plain");

    private final Connection connection;
    private final Random random;
    private final List<Integer> customers = new ArrayList<>();
    private final List<Integer> orders = new ArrayList<>();

    /** Named by rows, and not there: deleted, or not made yet. */
    private final List<Integer> awaitedCustomers = new ArrayList<>();

    private final List<Integer> awaitedOrders = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private int nextKey = 1;
    private long transactions;

    private record Watcher(int customer, int order, String reason) {}

    SoakWriter(Connection connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    long transactions() {
        return transactions;
    }

    /** Makes the tables and their first rows, in one transaction. */
    void begin(int rows) {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SoakFolder.schema());
            for (int i = 0; i < rows; i++) {
                statement.addBatch(firstRow(i));
                if (i % BATCH == BATCH - 1) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
            connection.commit();
        } catch (SQLException failed) {
            throw new ControlException("the soak's source cannot be filled: " + failed.getMessage(), failed);
        }
    }

    /** One transaction of the daily business. */
    void transaction() {
        List<Integer> customersBefore = List.copyOf(customers);
        List<Integer> ordersBefore = List.copyOf(orders);
        List<Integer> awaitedCustomersBefore = List.copyOf(awaitedCustomers);
        List<Integer> awaitedOrdersBefore = List.copyOf(awaitedOrders);
        List<Watcher> watchersBefore = List.copyOf(watchers);
        try (Statement statement = connection.createStatement()) {
            for (int i = random.nextInt(MOST_STATEMENTS); i >= 0; i--) {
                statement.executeUpdate(statement());
            }
            if (random.nextInt(ROLLED_BACK_ONE_IN) == 0) {
                connection.rollback();
                restore(customers, customersBefore);
                restore(orders, ordersBefore);
                restore(awaitedCustomers, awaitedCustomersBefore);
                restore(awaitedOrders, awaitedOrdersBefore);
                restore(watchers, watchersBefore);
            } else {
                connection.commit();
                transactions++;
            }
        } catch (SQLException failed) {
            throw new ControlException("the soak's source refused a transaction: " + failed.getMessage(), failed);
        }
    }

    private String firstRow(int number) {
        return switch (number % 4) {
            case 0 -> newCustomer();
            case 1 -> orders.isEmpty() ? newOrder() : newWatcher();
            default -> newOrder();
        };
    }

    private String statement() {
        int kind = random.nextInt(20);
        if (orders.isEmpty() || customers.size() <= FEWEST_CUSTOMERS) {
            return customers.size() <= FEWEST_CUSTOMERS ? newCustomer() : newOrder();
        }
        if (random.nextInt(REKEYED_ONE_IN) == 0) {
            int place = random.nextInt(orders.size());
            int before = orders.set(place, nextKey);
            awaitedOrders.add(before);
            return "UPDATE orders SET order_id = " + nextKey++ + " WHERE order_id = " + before;
        }
        return switch (kind) {
            case 0, 1 -> newCustomer();
            case 2, 3 -> newOrder();
            case 4 -> {
                int gone = orders.remove(random.nextInt(orders.size()));
                awaitedOrders.add(gone);
                yield "DELETE FROM orders WHERE order_id = " + gone;
            }
            case 5 -> {
                int gone = customers.remove(random.nextInt(customers.size()));
                awaitedCustomers.add(gone);
                yield "DELETE FROM customers WHERE customer_id = " + gone;
            }
            case 6, 7 -> newWatcher();
            case 8 -> watchers.isEmpty() ? newWatcher() : noWatcher();
            case 9, 10 ->
                "UPDATE customers SET parent_id = " + customerOrNone() + " WHERE customer_id = " + recent(customers);
            case 11, 12 ->
                "UPDATE orders SET customer_id = " + customerOrNone() + " WHERE order_id = " + recent(orders);
            case 13, 14, 15 ->
                "UPDATE customers SET city = " + text() + ", credit = " + random.nextInt(100_000) / 100.0
                        + " WHERE customer_id = " + recent(customers);
            default ->
                "UPDATE orders SET quantity = " + (random.nextInt(5) == 0 ? "NULL" : random.nextInt(1_000))
                        + ", item = " + text() + " WHERE order_id = " + recent(orders);
        };
    }

    private String newCustomer() {
        int key = newKey(awaitedCustomers);
        customers.add(key);
        return "INSERT INTO customers VALUES (" + key + ", " + text() + ", " + text() + ", "
                + random.nextInt(1_000_000) / 100.0 + ", " + day() + ", " + customerOrNone() + ")";
    }

    private String newOrder() {
        int key = newKey(awaitedOrders);
        orders.add(key);
        return "INSERT INTO orders VALUES (" + key + ", " + customerOrNone() + ", " + text() + ", "
                + random.nextInt(1_000) + ", " + day() + ")";
    }

    private String newWatcher() {
        Watcher watcher = new Watcher(customer(), order(), REASONS.get(random.nextInt(REASONS.size())));
        if (!watchers.contains(watcher)) {
            watchers.add(watcher);
        }
        return "INSERT INTO order_watchers VALUES (" + watcher.customer() + ", " + watcher.order() + ", '"
                + watcher.reason() + "') ON CONFLICT DO NOTHING";
    }

    private String noWatcher() {
        Watcher watcher = watchers.remove(random.nextInt(watchers.size()));
        return "DELETE FROM order_watchers WHERE customer_id = " + watcher.customer() + " AND order_id = "
                + watcher.order() + " AND reason = '" + watcher.reason() + "'";
    }

    /** One that is awaited, or one that never was. */
    private int newKey(List<Integer> awaited) {
        return awaited.isEmpty() || random.nextInt(3) == 0 ? nextKey++ : awaited.remove(random.nextInt(awaited.size()));
    }

    private String customerOrNone() {
        return random.nextInt(NAMELESS_ONE_IN) == 0 ? "NULL" : Integer.toString(customer());
    }

    /** To be named: mostly there, sometimes gone, sometimes not there yet. */
    private int customer() {
        return named(customers, awaitedCustomers);
    }

    private int order() {
        return named(orders, awaitedOrders);
    }

    private int named(List<Integer> keys, List<Integer> awaited) {
        int choice = random.nextInt(ABSENT_ONE_IN * 2);
        if (choice == 0 || keys.isEmpty()) {
            awaited.add(nextKey);
            return nextKey++;
        }
        return choice == 1 && !awaited.isEmpty() ? awaited.get(random.nextInt(awaited.size())) : recent(keys);
    }

    /** Half of the time one of the newest, so that versions of a row meet on their way. */
    private int recent(List<Integer> keys) {
        int among = random.nextBoolean() ? Math.min(10, keys.size()) : keys.size();
        return keys.get(keys.size() - 1 - random.nextInt(among));
    }

    private String text() {
        String text = TEXTS.get(random.nextInt(TEXTS.size())) + " " + random.nextInt(1_000);
        return "'" + text.replace("'", "''") + "'";
    }

    private String day() {
        return random.nextInt(10) == 0 ? "NULL" : "'" + LocalDate.of(1990, 1, 1).plusDays(random.nextInt(12_000)) + "'";
    }

    private static <T> void restore(List<T> keys, List<T> before) {
        keys.clear();
        keys.addAll(before);
    }
}
