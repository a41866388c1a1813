package org.dataferry.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A migration's folder in a place of its own, and the commands that a user gives in it. */
public record FerryFolder(Path directory) {

    /** The repository, where the examples are. */
    public static Path repository() {
        String root = System.getProperty("ferry.root", "");
        return root.isEmpty() ? Path.of("").toAbsolutePath().resolve("../..").normalize() : Path.of(root);
    }

    /** A copy of an example without what a run of it has left there. */
    public static FerryFolder copyOfExample(String example, Path directory) {
        Path original = repository().resolve("examples").resolve(example);
        try (Stream<Path> tree = Files.walk(original)) {
            for (Path file : tree.toList()) {
                Path relative = original.relativize(file);
                if (!relative.startsWith(".ferry")) {
                    Path copy = directory.resolve(relative.toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
            return new FerryFolder(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** {@code ferry NAME DIR …} */
    public FerryCommand command(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of(name, directory.toString()));
        arguments.addAll(List.of(options));
        return new FerryCommand(arguments, List.of(), Map.of(), state());
    }

    /** All that Ferry keeps. */
    public Path state() {
        return directory.resolve(".ferry");
    }

    /** The processes of the migration that run: its servers, and whatever else names its state. */
    public List<ProcessHandle> processes() {
        return ProcessTree.of(state());
    }

    /** Replaces a part of a file, which must be there. */
    public void edit(String file, String part, String replacement) {
        Path path = directory.resolve(file);
        try {
            String text = Files.readString(path);
            if (!text.contains(part)) {
                throw new IllegalArgumentException(path + " does not hold: " + part);
            }
            Files.writeString(path, text.replace(part, replacement));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
