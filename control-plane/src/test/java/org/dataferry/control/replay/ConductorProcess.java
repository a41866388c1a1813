package org.dataferry.control.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.topic.MigrationTopics;

/** A dashboard's process that begins a replay, to be killed. */
final class ConductorProcess implements AutoCloseable {

    private final Process process;

    private ConductorProcess(Process process) {
        this.process = process;
    }

    static ConductorProcess start(String migration, Path state, int rows) throws IOException {
        return new ConductorProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConductorProcess.class.getName(),
                        ReplayServers.kafka(),
                        ReplayServers.registry(),
                        migration,
                        state.toString(),
                        Integer.toString(rows)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The id of the replay that it has begun. */
    String awaitId() throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("begun ")) {
                return line.substring("begun ".length());
            }
        }
        throw new AssertionError("the process ended without a replay");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws InterruptedException {
        Properties client = new Properties();
        client.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        Admin admin = Admin.create(client);
        ReplayLog log = new ReplayLog(
                new MigrationTopics(arguments[2], 1, 2),
                new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(arguments[1]))),
                client,
                new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
        ReplayConductor conductor = new ReplayConductor(
                log, Path.of(arguments[3]), ReplayConductorIT.LIMITS, ReplayConductorIT.SUMS, Clock.systemUTC());
        conductor.start();
        ReplayRequest request = ReplayConductorIT.request(Integer.parseInt(arguments[4]), ReplayConductorIT.LIMITS);
        conductor.begin(request);
        System.out.println("begun " + request.replayId());
        Thread.sleep(Long.MAX_VALUE);
    }
}
