package org.dataferry.embedded;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server's folder: {@code data}, {@code log} and {@code server.json}. The process runs in it. */
record ServerDirectory(ServerKind kind, Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    Path data() {
        return path.resolve("data");
    }

    ServerLog log() {
        return new ServerLog(path.resolve("log"));
    }

    Path recordFile() {
        return path.resolve("server.json");
    }

    /** Every server has this argument; it holds the absolute path, so a copied folder never claims the original's process. */
    String marker() {
        return "ferry.server=" + path;
    }

    Optional<ServerRecord> readRecord() {
        if (!Files.exists(recordFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(recordFile().toFile(), ServerRecord.class));
        } catch (JacksonException e) {
            throw new EmbeddedServersException(
                    "%s: %s is not readable; delete it, and the server gets a new port and keeps its data"
                            .formatted(kind.title(), recordFile()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeRecord(ServerRecord record) throws IOException {
        Path draft = path.resolve("server.json.new");
        Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(record));
        Files.move(draft, recordFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what an interrupted first start left; what cannot be deleted now is deleted by a later start. */
    void deleteDrafts() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(path, "draft-*")) {
            for (Path draft : drafts) {
                try {
                    FileTree.delete(draft);
                } catch (IOException e) {
                    LOG.debug("draft not deleted path={}", draft, e);
                }
            }
        }
    }

    /** The server's process: the recorded one, or one whose starter was killed before it recorded it. */
    Optional<ProcessHandle> findProcess() {
        Optional<ProcessHandle> recorded =
                readRecord().map(ServerRecord::process).flatMap(process -> process.find(marker()));
        return recorded.isPresent() ? recorded : ProcessIdentity.findByMarker(marker());
    }
}
