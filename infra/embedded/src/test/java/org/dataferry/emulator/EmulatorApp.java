package org.dataferry.emulator;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Stands for the emulator, which this module knows only by its main class: answers 401 as the real one does without a token. */
public final class EmulatorApp {

    private EmulatorApp() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        int port = Integer.parseInt(given.get(given.indexOf("--port") + 1));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/api/data/v9.2/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        System.out.println("emulator ready url=http://127.0.0.1:" + port);
    }
}
