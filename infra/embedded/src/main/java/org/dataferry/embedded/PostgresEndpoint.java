package org.dataferry.embedded;

/**
 * A database and how to log in. The user is the cluster's superuser.
 */
public record PostgresEndpoint(String host, int port, String database, String user, String password) {

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    @Override
    public String toString() {
        return "PostgresEndpoint[%s, user=%s, password=***]".formatted(jdbcUrl(), user);
    }
}
