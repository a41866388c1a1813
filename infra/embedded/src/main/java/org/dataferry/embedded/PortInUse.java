package org.dataferry.embedded;

/** A server's port belongs to another process. Ports are kept across restarts, so this is not answered by silently taking another. */
public final class PortInUse extends EmbeddedServersException {

    private static final long serialVersionUID = 1L;

    private final transient ServerKind server;
    private final int port;

    PortInUse(ServerKind server, int port, String holder, ServerDirectory directory) {
        super(
                ("%s: port %d is in use by %s. Stop that process; or configure another port for %s; or start with --fresh, which"
                                + " discards the data; or, to keep the data and choose a new port, delete %s")
                        .formatted(server.title(), port, holder, server.title(), directory.recordFile()));
        this.server = server;
        this.port = port;
    }

    public ServerKind server() {
        return server;
    }

    public int port() {
        return port;
    }
}
