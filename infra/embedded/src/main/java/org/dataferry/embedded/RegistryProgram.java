package org.dataferry.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Apicurio Registry with H2 in a file. {@code WRITE_DELAY=0} makes H2 write each commit before it answers: an id that a client has seen is
 * in the file when the process is killed. An id comes from a sequence in that file and is never given twice. As with Kafka, a power cut
 * is another matter.
 *
 * <p>Only the making of the tables is not safe: killed there, Apicurio later takes them for complete and fails for ever. So a file tells
 * that a first start has not come to its end, and the data of such a start, which no client has seen, are made anew.
 *
 * <p>H2 and not the ledger's PostgreSQL: the registry then starts beside the databases instead of after them, and does not depend on a
 * ledger that may be configured elsewhere.
 */
record RegistryProgram(RegistryArchive archive) implements ServerProgram {

    private static final String API = "/apis/ccompat/v7";
    private static final String HEAP = "384m";
    private static final int OK = 200;

    static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port + API);
    }

    @Override
    public ServerKind kind() {
        return ServerKind.REGISTRY;
    }

    @Override
    public void prepare(ServerDirectory directory, Progress progress) throws IOException, InterruptedException {
        archive.unpacked(progress);
        if (Files.exists(firstStart(directory))) {
            FileTree.delete(directory.data());
        }
        if (!Files.exists(directory.data())) {
            Files.writeString(firstStart(directory), "The first start has not come to its end.\n");
            Files.createDirectory(directory.data());
        }
    }

    @Override
    public void answered(ServerDirectory directory) throws IOException {
        Files.deleteIfExists(firstStart(directory));
    }

    private static Path firstStart(ServerDirectory directory) {
        return directory.path().resolve("first-start");
    }

    @Override
    public ProcessBuilder command(ServerDirectory directory, List<Integer> ports) {
        Path program = archive.cache().path().resolve(archive.folderName());
        // Written at the first orderly stop (4 to 5 s, once), it takes 1.6 s from every later start.
        Path classes = archive.cache()
                .path()
                .resolve("%s-java-%s.jsa".formatted(archive.folderName(), System.getProperty("java.vm.version")));
        List<String> options = List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + classes,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + ports.getFirst(),
                // It cannot be switched off at run time, and is bound to all addresses if nothing is said.
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dquarkus.otel.sdk.disabled=true",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.log.level=WARN",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                // Relative to the server's folder, whose name may hold any character.
                "-Dapicurio.datasource.url=jdbc:h2:file:./data/registry;WRITE_DELAY=0");
        return new JavaCommand(
                        HEAP,
                        options,
                        List.of("-jar", program.resolve("quarkus-run.jar").toString()))
                .process(directory);
    }

    @Override
    public boolean answers(ServerDirectory directory, int port) {
        return LoopbackProbe.httpStatus(port, API + "/subjects").equals(OptionalInt.of(OK));
    }
}
