package org.dataferry.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.util.OptionalInt;

/** Asks a port of this machine whether somebody answers. */
final class LoopbackProbe {

    /** A server that is up answers in milliseconds; a starting one may accept and let wait. */
    static final int TIMEOUT_MILLIS = 2_000;

    private LoopbackProbe() {}

    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The status of a GET without credentials. */
    static OptionalInt httpStatus(int port, String path) {
        try {
            URI address = URI.create("http://127.0.0.1:" + port + path);
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return OptionalInt.of(connection.getResponseCode());
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
