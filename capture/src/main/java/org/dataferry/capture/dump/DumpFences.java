package org.dataferry.capture.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dataferry.capture.source.SourceException;

/** Fences that somebody asks for, as empty files in a folder: also of another process than the one that captures. */
public final class DumpFences {

    private final Path folder;

    /** @param dumps the folder of all tables */
    public DumpFences(Path dumps) {
        this.folder = dumps.resolve("fences");
    }

    /** Asks for one behind all dumps that lie in the watched folder, or were accepted, by now. */
    public void ask(String id) {
        try {
            Files.createDirectories(folder);
            Files.write(file(id), new byte[0]);
        } catch (IOException failed) {
            throw new SourceException("a fence cannot be set in " + folder + ": " + failed, failed);
        }
    }

    /** Those that were asked for and not reached. */
    public Set<String> asked() {
        Set<String> ids = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return ids;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> ids.add(URLDecoder.decode(file.getFileName().toString(), UTF_8)));
            return ids;
        } catch (IOException failed) {
            throw new SourceException("the fences in " + folder + " cannot be read: " + failed, failed);
        }
    }

    public void reached(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failed) {
            throw new SourceException("a fence in " + folder + " cannot be removed: " + failed, failed);
        }
    }

    private Path file(String id) {
        return folder.resolve(URLEncoder.encode(id, UTF_8));
    }
}
