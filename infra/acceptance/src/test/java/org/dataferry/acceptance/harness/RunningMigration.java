package org.dataferry.acceptance.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A migration whose servers are up and whose first load is done, for all tests of a build that only go on from there: starting five servers
 * takes longer than what most tests do with them. No run is going on when a test gets it, and none may when the test ends.
 */
public final class RunningMigration implements AutoCloseable {

    /** The source's rows at the beginning. */
    private static final int ROWS = 300;

    private final FerryFolder folder;
    private final FerryServers servers;
    private final JsonNode firstRun;
    private final Path directory;

    /** Gives it to a test that asks for it as a parameter. */
    public static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningMigration.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(RunningMigration.class))
                    .computeIfAbsent(RunningMigration.class, first -> start(), RunningMigration.class);
        }
    }

    private RunningMigration(FerryFolder folder, FerryServers servers, JsonNode firstRun, Path directory) {
        this.folder = folder;
        this.servers = servers;
        this.firstRun = firstRun;
        this.directory = directory;
    }

    private static RunningMigration start() {
        try {
            Path directory = Files.createTempDirectory("ferry-acceptance-");
            FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
            long seed = Long.getLong("ferry.seed", System.nanoTime());
            System.out.println("shared migration: seed " + seed + ", " + directory);
            Path dump = new TradingCompany(new Random(seed), ROWS).copyDump(directory.resolve("company.sql"));
            FerryServers servers = FerryServers.of(
                    folder.command("up", "--json").run().assertExit(0).json());
            JsonNode firstRun = folder.command("run", "--source-sql", dump.toString(), "--until-caught-up", "--json")
                    .run()
                    .assertExit(0)
                    .json();
            return new RunningMigration(folder, servers, firstRun, directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public FerryFolder folder() {
        return folder;
    }

    public FerryServers servers() {
        return servers;
    }

    /** What the first run said when it had caught up. */
    public JsonNode firstRun() {
        return firstRun;
    }

    public Witness witness() throws SQLException, InterruptedException {
        return Witness.ofNorthwind(servers.sourceJdbc(), servers.kafka(), servers.registry(), servers.dataverse());
    }

    /** At the end of all tests. */
    @Override
    public void close() throws IOException {
        try {
            FerryResult down = folder.command("down").run();
            ProcessTree.kill(folder.state());
            down.assertExit(0);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
