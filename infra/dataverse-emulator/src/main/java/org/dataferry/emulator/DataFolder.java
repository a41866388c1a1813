package org.dataferry.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dataferry.emulator.error.EmulatorException;

/**
 * The folder of the rows, and beside it {@code <folder>.snapshots}. Whatever takes the folder's place is complete under another name before, and
 * one rename puts it there, so that the end of the process at any moment leaves the old state or the new one.
 */
final class DataFolder {
    private final Path data;
    private final Path snapshots;
    private final Path coming;
    private final Path going;

    DataFolder(Path data) {
        this.data = data.toAbsolutePath();
        snapshots = sibling(".snapshots");
        coming = sibling(".coming");
        going = sibling(".going");
    }

    private Path sibling(String suffix) {
        return data.resolveSibling(data.getFileName() + suffix);
    }

    /** Ends what the end of the process interrupted. */
    void recover() {
        act("recover " + data, () -> {
            if (!Files.exists(data) && Files.exists(going)) {
                Files.move(Files.exists(coming) ? coming : going, data);
            }
            delete(coming);
            delete(going);
        });
    }

    List<String> snapshots() {
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(snapshots)) {
            return each.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EmulatorException("Cannot list the snapshots in " + snapshots + ": " + e, e);
        }
    }

    /** @param copy writes the state into a folder that does not exist yet */
    void keep(String name, Consumer<Path> copy) {
        if (snapshots().contains(name)) {
            throw new EmulatorException("There is a snapshot " + name + " already; delete it, or choose another name");
        }
        act("keep the snapshot " + name, () -> {
            Files.createDirectories(snapshots);
            Path unfinished = snapshots.resolve("." + name);
            delete(unfinished);
            copy.accept(unfinished);
            Files.move(unfinished, snapshots.resolve(name));
        });
    }

    void require(String name) {
        if (!snapshots().contains(name)) {
            throw new EmulatorException("There is no snapshot " + name + "; there are " + snapshots());
        }
    }

    void drop(String name) {
        require(name);
        act("delete the snapshot " + name, () -> delete(snapshots.resolve(name)));
    }

    /** The store must be closed. */
    void restore(String name) {
        require(name);
        act("restore the snapshot " + name, () -> {
            delete(coming);
            copy(snapshots.resolve(name), coming);
            replace();
        });
    }

    /** The store must be closed. */
    void empty() {
        act("empty " + data, () -> {
            delete(coming);
            Files.createDirectories(coming);
            replace();
        });
    }

    private void replace() throws IOException {
        delete(going);
        Files.move(data, going);
        Files.move(coming, data);
        delete(going);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void act(String what, Act act) {
        try {
            act.run();
        } catch (IOException e) {
            throw new EmulatorException("Cannot " + what + ": " + e, e);
        }
    }
}
