package org.dataferry.sink.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.dataferry.sink.SinkException;

/** The name of an instance, which stays the same over restarts: so Kafka knows its next life for the same one. */
final class InstanceId {

    private InstanceId() {}

    /** Reads it from the state directory, or makes one there; a kill on the way leaves none, or the whole. */
    static String in(Path directory) {
        Path file = directory.resolve("instance-id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                Path made = directory.resolve("instance-id.new");
                Files.writeString(made, UUID.randomUUID().toString());
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new SinkException("the sink's state directory " + directory + " cannot be used", failed);
        }
    }
}
