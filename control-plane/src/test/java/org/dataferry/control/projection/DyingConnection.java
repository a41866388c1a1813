package org.dataferry.control.projection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** A connection that is cut off before one of its statements: what a kill of either end looks like to the other. */
final class DyingConnection {

    private static final Set<String> STEPS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "unwrap");

    private final Connection connection;
    private int left;

    private DyingConnection(Connection connection, int statements) {
        this.connection = connection;
        this.left = statements;
    }

    /** @param statements that it lives for, commits and copies among them */
    static Connection after(Connection connection, int statements) {
        return new DyingConnection(connection, statements).proxy(Connection.class, connection);
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (STEPS.contains(method.getName()) && left-- <= 0) {
                        connection.close();
                        throw new SQLException("the connection died");
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    return switch (result) {
                        case PreparedStatement prepared -> proxy(PreparedStatement.class, prepared);
                        case Statement statement -> proxy(Statement.class, statement);
                        case null -> null;
                        default -> result;
                    };
                }));
    }
}
