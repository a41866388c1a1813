package org.dataferry.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The Dataverse emulator. It is known by the name of its main class, its arguments and its answers only: the class must be on the class
 * path when it is started, and nothing of it is needed to build this module.
 */
record EmulatorProgram(List<String> furtherArguments) implements ServerProgram {

    private static final String MAIN_CLASS = "org.dataferry.emulator.EmulatorApp";
    private static final String HEAP = "768m";
    private static final int UNAUTHORIZED = 401;

    /** What the emulator has when it is started without settings. */
    static DataverseEndpoint endpoint(int port) {
        return new DataverseEndpoint(
                URI.create("http://127.0.0.1:" + port), "emulator", "11111111-1111-1111-1111-111111111111", "ferry");
    }

    @Override
    public ServerKind kind() {
        return ServerKind.EMULATOR;
    }

    @Override
    public void prepare(ServerDirectory directory, Progress progress) throws IOException {
        if (getClass().getClassLoader().getResource(MAIN_CLASS.replace('.', '/') + ".class") == null) {
            throw new EmbeddedServersException("emulator: " + MAIN_CLASS
                    + " is not on the class path; add ferry-dataverse-emulator, or configure a Dataverse environment");
        }
        Files.createDirectories(directory.data());
    }

    @Override
    public ProcessBuilder command(ServerDirectory directory, List<Integer> ports) {
        List<String> program = new ArrayList<>();
        program.add(MAIN_CLASS);
        program.add("--port");
        program.add(Integer.toString(ports.getFirst()));
        program.add("--data");
        program.add(directory.data().toString());
        program.addAll(furtherArguments);
        return new JavaCommand(HEAP, List.of("-XX:+UseParallelGC", "-Dsun.net.httpserver.nodelay=true"), program)
                .process(directory);
    }

    /** Without a token it refuses, and that is an answer. */
    @Override
    public boolean answers(ServerDirectory directory, int port) {
        return LoopbackProbe.httpStatus(port, "/api/data/v9.2/").equals(OptionalInt.of(UNAUTHORIZED));
    }
}
