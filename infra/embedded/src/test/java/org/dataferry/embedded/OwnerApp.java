package org.dataferry.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A process that starts servers and waits to be killed. Arguments: the state directory, then the servers. */
final class OwnerApp {

    private OwnerApp() {}

    public static void main(String[] arguments) throws InterruptedException {
        Set<ServerKind> servers = Arrays.stream(arguments)
                .skip(1)
                .map(ServerKind::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ServerKind.class)));
        EmbeddedServers.start(
                new EmbeddedSettings(Path.of(arguments[0]), servers, Ownership.OWNED_BY_THIS_PROCESS),
                (server, line) -> System.out.println(server.title() + ": " + line));
        System.out.println("owner ready");
        Thread.sleep(Duration.ofMinutes(5));
    }
}
