package org.dataferry.control.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;

/** The migration's folder of a soak; nothing of an earlier soak is in it. */
public record SoakFolder(Path directory) {

    /** @param files by path */
    public static SoakFolder of(Map<String, String> files) {
        try {
            Path directory = Files.createTempDirectory("ferry-soak-");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            Files.createDirectories(directory.resolve("processes"));
            return new SoakFolder(directory);
        } catch (IOException failed) {
            throw new ControlException("no folder for the soak can be made: " + failed, failed);
        }
    }

    /** What a child process has said. */
    public Path output(String process) {
        return directory.resolve("processes").resolve(process + ".txt");
    }

    /** After a soak that found nothing; one that did is kept to be looked at. */
    public void delete() {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new ControlException(directory + " cannot be deleted: " + failed, failed);
        }
    }
}
