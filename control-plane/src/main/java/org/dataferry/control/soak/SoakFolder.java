package org.dataferry.control.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;

/** The migration's folder of a soak, written from resources; nothing of an earlier soak is in it. */
record SoakFolder(Path directory) {

    private static final List<String> FILES =
            List.of("migration.yaml", "mappings/customers.yaml", "mappings/orders.yaml", "mappings/watchers.yaml");

    static SoakFolder make() {
        try {
            Path directory = Files.createTempDirectory("ferry-soak-");
            for (String file : FILES) {
                Path path = directory.resolve(file);
                Files.createDirectories(path.getParent());
                Files.writeString(path, resource(file));
            }
            Files.createDirectories(directory.resolve("processes"));
            return new SoakFolder(directory);
        } catch (IOException failed) {
            throw new ControlException("no folder for the soak can be made: " + failed, failed);
        }
    }

    static String schema() {
        return resource("schema.sql");
    }

    /** What a child process has said. */
    Path output(String process) {
        return directory.resolve("processes").resolve(process + ".txt");
    }

    /** After a soak that found nothing; one that did is kept to be looked at. */
    void delete() {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new ControlException(directory + " cannot be deleted: " + failed, failed);
        }
    }

    private static String resource(String file) {
        try (InputStream content =
                Objects.requireNonNull(SoakFolder.class.getResourceAsStream("instances/" + file), file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
