package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Where the source is and who we are there.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param user the role
 * @param password its password; prints as stars
 */
public record SourceAddress(String jdbcUrl, String user, String password) {

    /** A server that does not answer in this time is down, or behind a firewall that drops packets. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Reading the catalogue is a matter of milliseconds; a lock on it should not stop us for ever. */
    private static final Duration CATALOGUE_TIMEOUT = Duration.ofSeconds(60);

    /** One statement of a dump may build an index over millions of rows. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofHours(2);

    private static final String PREFIX = "jdbc:postgresql:";

    public SourceAddress {
        if (!jdbcUrl.startsWith(PREFIX)) {
            throw new SourceException("the source's address must be like jdbc:postgresql://host:5432/database");
        }
    }

    public String host() {
        return dataSource().getServerNames()[0];
    }

    public int port() {
        int port = dataSource().getPortNumbers()[0];
        return port == 0 ? Integer.parseInt(String.valueOf(PGProperty.PG_PORT.getDefaultValue())) : port;
    }

    public String database() {
        String database = dataSource().getDatabaseName();
        return database == null ? user : database;
    }

    /** What the URL says of TLS, such as {@code verify-full}; empty if it leaves it to the driver. */
    public Optional<String> sslMode() {
        return Optional.ofNullable(dataSource().getSslMode());
    }

    /** The file with the certificates that the URL says to trust. */
    public Optional<String> sslRootCertificates() {
        return Optional.ofNullable(dataSource().getSslRootCert());
    }

    Connection forCatalogue() throws SQLException {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setSocketTimeout(Math.toIntExact(CATALOGUE_TIMEOUT.toSeconds()));
        dataSource.setReadOnly(true);
        return dataSource.getConnection();
    }

    /** For short commands that write: slots, publications, marks in the log. */
    Connection forCommands() throws SQLException {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setSocketTimeout(Math.toIntExact(CATALOGUE_TIMEOUT.toSeconds()));
        return dataSource.getConnection();
    }

    /**
     * For reading rows: each value arrives as the text that PostgreSQL writes for it, whatever its type.
     *
     * @param patience how long the server may take for the next rows
     */
    public Connection forRows(Duration patience) throws SQLException {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setSocketTimeout(Math.toIntExact(patience.toSeconds()));
        dataSource.setReadOnly(true);
        dataSource.setBinaryTransfer(false);
        return dataSource.getConnection();
    }

    /** For commands of the replication protocol; one at a time, as they are. */
    Connection forReplication(Duration patience) throws SQLException {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setSocketTimeout(Math.toIntExact(patience.toSeconds()));
        dataSource.setReplication("database");
        // A slot's exported snapshot is a transaction in which nothing is done.
        dataSource.setOptions("-c idle_in_transaction_session_timeout=0");
        dataSource.setAssumeMinServerVersion("9.4");
        dataSource.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return dataSource.getConnection();
    }

    /** The driver passes each statement on as it is, without splitting it once more by rules of its own. */
    Connection forScripts() throws SQLException {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setSocketTimeout(Math.toIntExact(STATEMENT_TIMEOUT.toSeconds()));
        dataSource.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return dataSource.getConnection();
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(jdbcUrl);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        dataSource.setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toSeconds()));
        dataSource.setLoginTimeout(Math.toIntExact(CONNECT_TIMEOUT.toSeconds()));
        dataSource.setTcpKeepAlive(true);
        dataSource.setApplicationName("ferry");
        return dataSource;
    }

    @Override
    public String toString() {
        return "SourceAddress[jdbcUrl=" + withoutParameters() + ", user=" + user + ", password=***]";
    }

    /** For messages: the parameters of a URL may hold a password. */
    public String withoutParameters() {
        int parameters = jdbcUrl.indexOf('?');
        return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    }
}
