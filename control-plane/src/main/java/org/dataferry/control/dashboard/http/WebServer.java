package org.dataferry.control.dashboard.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.settings.DashboardSettings;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Javalin, set up so that it adds nothing of its own to requests and answers, and that whoever connects takes little memory. */
public final class WebServer implements AutoCloseable {

    private static final int REQUEST_HEAD_BYTES = 16 * 1024;

    /** What the system keeps for a viewer that does not read, beside its own default for the other side. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    /** A browser opens six; some are left open. */
    private static final int MOST_CONNECTIONS = 1_000;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final String address;
    private final int port;
    private final Optional<SslContextFactory.Server> tls;
    private final Javalin server;

    /**
     * @param port 0 for any free one
     * @param directory that the file of the key is relative to
     */
    public WebServer(DashboardSettings settings, int port, Path directory, Front front) {
        this.address = settings.address();
        this.port = port;
        this.tls = settings.configuredTls().map(keyStore -> contexts(keyStore, directory));
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.concurrency.useVirtualThreads = true;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.addConnector(this::connector);
            config.jetty.modifyServletContextHandler(
                    context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
            config.routes.get("*", front::answer);
            config.routes.head("*", front::answer);
            config.routes.post("*", front::answer);
            config.routes.put("*", front::answer);
            config.routes.patch("*", front::answer);
            config.routes.delete("*", front::answer);
            config.routes.options("*", front::answer);
        });
    }

    private Connector connector(Server jetty, HttpConfiguration http) {
        // Our own code refuses what is no path of ours, in our own words.
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(REQUEST_HEAD_BYTES);
        http.setSendServerVersion(false);
        jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, jetty));
        if (tls.isPresent()) {
            SecureRequestCustomizer customizer = new SecureRequestCustomizer();
            // Names are checked by the header Host.
            customizer.setSniHostCheck(false);
            http.addCustomizer(customizer);
        }
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector =
                tls.isPresent() ? new ServerConnector(jetty, tls.get(), plain) : new ServerConnector(jetty, plain);
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        return connector;
    }

    private static SslContextFactory.Server contexts(DashboardSettings.KeyStore keyStore, Path directory) {
        SslContextFactory.Server contexts = new SslContextFactory.Server();
        contexts.setKeyStorePath(directory.resolve(keyStore.file()).toUri().toString());
        contexts.setKeyStoreType("PKCS12");
        contexts.setKeyStorePassword(keyStore.password().reveal());
        contexts.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        return contexts;
    }

    /**
     * Begins to listen.
     *
     * @return the port; empty if that one is taken
     */
    public Optional<Integer> start() {
        try {
            return Optional.of(server.start().port());
        } catch (JavalinBindException taken) {
            return Optional.empty();
        } catch (RuntimeException failed) {
            throw new ControlException(
                    "the dashboard's server does not start at " + address + ":" + port + ": " + failed.getMessage(),
                    failed);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
