package org.dataferry.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The name of an instance in its group, the same in all its lives: it is kept beside its state. */
final class InstanceId {

    private static final String FILE = "instance-id";

    private InstanceId() {}

    /** Made if there is none yet, or if its maker was killed before it was written. */
    static String keptIn(Path stateDirectory) {
        Path file = stateDirectory.resolve(FILE);
        try {
            String kept = Files.readString(file, UTF_8).strip();
            return kept.isEmpty() ? made(file) : kept;
        } catch (NoSuchFileException first) {
            return made(file);
        } catch (IOException unreadable) {
            throw new TransformException("the name of this instance cannot be read from " + file, unreadable);
        }
    }

    private static String made(Path file) {
        String id = UUID.randomUUID().toString();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, id, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.SYNC);
            return id;
        } catch (IOException unwritable) {
            throw new TransformException("the name of this instance cannot be written to " + file, unwritable);
        }
    }
}
