package org.dataferry.control.bench.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;

/** A migration in a temporary folder, which goes with its servers. */
final class BenchMigration implements AutoCloseable {

    private final Path folder;

    private BenchMigration(Path folder) {
        this.folder = folder;
    }

    static BenchMigration create() {
        try {
            return new BenchMigration(Files.createTempDirectory("ferry-bench-"));
        } catch (IOException unwritable) {
            throw new ControlException("no temporary folder can be made: " + unwritable, unwritable);
        }
    }

    Path folder() {
        return folder;
    }

    /** {@code ferry NAME DIR …}, which goes on. */
    FerryChild start(String name, String... options) {
        return FerryChild.start(folder, arguments(name, options));
    }

    /** {@code ferry NAME DIR … --json}, to its end. */
    JsonNode ferry(String name, String... options) throws InterruptedException {
        List<String> arguments = arguments(name, options);
        arguments.add("--json");
        return FerryChild.json(folder, arguments);
    }

    private List<String> arguments(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of(name, folder.toString()));
        arguments.addAll(List.of(options));
        return arguments;
    }

    /** Also when the benchmark was told to end: its servers would outlive it. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            ferry("down");
        } catch (InterruptedException hurried) {
            interrupted = true;
        } finally {
            delete();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What cannot be deleted is left to the system, as it is in its temporary folder. */
    private void delete() {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
