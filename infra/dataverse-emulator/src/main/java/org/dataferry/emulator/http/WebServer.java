package org.dataferry.emulator.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Handler;
import io.javalin.util.JavalinBindException;
import org.dataferry.emulator.error.EmulatorException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Javalin, set up so that it adds nothing of its own to requests and answers. */
final class WebServer implements AutoCloseable {
    /** A client may open hundreds of connections at once; with the system's default of 50 some would be reset. */
    private static final int ACCEPT_QUEUE = 1024;

    /** Dataverse takes URLs of 32 KB outside of a batch ("Query data using the Web API"); a token and other headers come on top. */
    private static final int REQUEST_HEAD_BYTES = 64 * 1024;

    private final String host;
    private final int port;
    private final Javalin server;

    private final Tls tls;

    WebServer(String host, int port, Tls tls, Handler handler) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.concurrency.useVirtualThreads = true;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.addConnector(this::connector);
            config.jetty.modifyServletContextHandler(
                    context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
            config.routes.get("*", handler);
            config.routes.post("*", handler);
            config.routes.patch("*", handler);
            config.routes.put("*", handler);
            config.routes.delete("*", handler);
        });
    }

    private Connector connector(Server jetty, HttpConfiguration http) {
        // Keys in URLs may hold encoded slashes and the like; our own parser decides about them.
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(REQUEST_HEAD_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = tls.enabled()
                ? new ServerConnector(jetty, tls.contexts(), secured(http, plain))
                : new ServerConnector(jetty, plain);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }

    private static HttpConnectionFactory secured(HttpConfiguration http, HttpConnectionFactory plain) {
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        http.addCustomizer(customizer);
        return plain;
    }

    /** @return the port that it listens on */
    int start() {
        try {
            return server.start().port();
        } catch (JavalinBindException e) {
            throw new EmulatorException("Port " + port + " of " + host + " is in use; choose another one", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
