package org.dataferry.capture.dump.jdbc;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another database than PostgreSQL, by a driver that somebody has put there. Whether all rows of a reading are of one moment
 * depends on that database: a single SELECT is all that it is asked. Values are written as texts here, each in one form.
 */
public final class OtherDumps implements DumpDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(OtherDumps.class);

    private final String url;
    private final String user;
    private final Secret password;
    private final Driver driver;

    private OtherDumps(String url, String user, Secret password, Driver driver) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.driver = driver;
    }

    /**
     * @param jar of the driver
     * @throws SettingsException if it is no JAR file, or has no driver for the URL
     */
    public static OtherDumps of(String url, String user, Secret password, Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new SettingsException(
                    "source.dumps.jdbc.driver " + jar + " is not a file; put the JDBC driver's JAR there");
        }
        return new OtherDumps(url, user, password, driver(url, jar));
    }

    /** It lives as long as the process, apart from Ferry's own classes. */
    private static Driver driver(String url, Path jar) {
        try {
            URLClassLoader classes =
                    new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            for (Driver driver : ServiceLoader.load(Driver.class, classes)) {
                if (driver.acceptsURL(url)) {
                    return driver;
                }
            }
        } catch (MalformedURLException | SQLException | RuntimeException | Error broken) {
            throw new SettingsException("source.dumps.jdbc.driver " + jar + " cannot be used: " + broken, broken);
        }
        throw new SettingsException(
                "source.dumps.jdbc.driver " + jar + " has no JDBC driver that takes " + withoutParameters(url));
    }

    @Override
    public String url() {
        return withoutParameters(url);
    }

    /** Drivers write parameters in several ways. */
    private static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }

    @Override
    public String select(String table) {
        return "SELECT * FROM " + table;
    }

    @Override
    public Connection open(Duration patience) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password.reveal());
        Connection connection = driver.connect(url, login);
        if (connection == null) {
            throw new SQLException("the driver does not take the URL");
        }
        try {
            connection.setAutoCommit(false);
            ask("only to read", () -> connection.setReadOnly(true));
            ask(
                    "to give up after " + patience,
                    () -> connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis())));
            return connection;
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private interface Wish {
        void told() throws SQLException;
    }

    /** Not all drivers can. */
    private static void ask(String what, Wish wish) throws SQLException {
        try {
            wish.told();
        } catch (SQLFeatureNotSupportedException unable) {
            LOG.info("The driver cannot be told {}", what);
        }
    }

    @Override
    public DumpType type(ResultSetMetaData result, int column) throws SQLException {
        return OtherColumn.of(result, column).type();
    }

    @Override
    public Texts texts(ResultSetMetaData result) throws SQLException {
        return OtherColumn.texts(result);
    }

    @Override
    public SourceException unreachable(SQLException failed) {
        return new SourceException(
                "the source at " + url() + " does not let " + user + " in: " + failed.getMessage(), failed);
    }

    @Override
    public String advice(SQLException failed) {
        return "";
    }
}
