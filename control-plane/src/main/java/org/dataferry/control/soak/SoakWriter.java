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
 * The application at the source: a seeded sequence of transactions that insert, change and delete rows, come back to the
 * same rows soon, and now and then give a row another key or roll back.
 */
final class SoakWriter {

    private static final int MOST_STATEMENTS = 6;

    /** One order in so many transactions gets a key of its own anew. */
    private static final int REKEYED_ONE_IN = 20;

    private static final int ROLLED_BACK_ONE_IN = 15;

    /** Batches keep the first load quick. */
    private static final int BATCH = 1_000;

    private static final List<String> TEXTS =
            List.of("Straße 12", "O'Hara & Søn", "back\\slash", "two\nlines", "漢字かな", "\"quoted\"", "🚢 ahoy", "plain");

    private final Connection connection;
    private final Random random;
    private final List<Integer> customers = new ArrayList<>();
    private final List<Integer> orders = new ArrayList<>();
    private int nextKey = 1;
    private long transactions;

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
                statement.addBatch(i % 4 == 0 ? newCustomer() : newOrder());
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
        try (Statement statement = connection.createStatement()) {
            for (int i = random.nextInt(MOST_STATEMENTS); i >= 0; i--) {
                statement.executeUpdate(statement());
            }
            if (random.nextInt(ROLLED_BACK_ONE_IN) == 0) {
                connection.rollback();
                restore(customers, customersBefore);
                restore(orders, ordersBefore);
            } else {
                connection.commit();
                transactions++;
            }
        } catch (SQLException failed) {
            throw new ControlException("the soak's source refused a transaction: " + failed.getMessage(), failed);
        }
    }

    private String statement() {
        int kind = random.nextInt(10);
        if (orders.isEmpty() || customers.isEmpty() || kind < 2) {
            return kind == 0 ? newCustomer() : newOrder();
        }
        if (kind < 3) {
            return "DELETE FROM orders WHERE order_id = " + orders.remove(random.nextInt(orders.size()));
        }
        if (kind < 4 && customers.size() > 10) {
            return "DELETE FROM customers WHERE customer_id = " + customers.remove(random.nextInt(customers.size()));
        }
        if (random.nextInt(REKEYED_ONE_IN) == 0) {
            int place = random.nextInt(orders.size());
            int before = orders.set(place, nextKey);
            return "UPDATE orders SET order_id = " + nextKey++ + " WHERE order_id = " + before;
        }
        if (kind < 7) {
            return "UPDATE customers SET city = " + text() + ", credit = " + random.nextInt(100_000) / 100.0
                    + " WHERE customer_id = " + recent(customers);
        }
        return "UPDATE orders SET quantity = " + (random.nextInt(5) == 0 ? "NULL" : random.nextInt(1_000)) + ", item = "
                + text() + " WHERE order_id = " + recent(orders);
    }

    private String newCustomer() {
        customers.add(nextKey);
        return "INSERT INTO customers VALUES (" + nextKey++ + ", " + text() + ", " + text() + ", "
                + random.nextInt(1_000_000) / 100.0 + ", " + day() + ")";
    }

    private String newOrder() {
        orders.add(nextKey);
        int customer = customers.isEmpty() ? 0 : customers.get(random.nextInt(customers.size()));
        return "INSERT INTO orders VALUES (" + nextKey++ + ", " + customer + ", " + text() + ", "
                + random.nextInt(1_000) + ", " + day() + ")";
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

    private static void restore(List<Integer> keys, List<Integer> before) {
        keys.clear();
        keys.addAll(before);
    }
}
