package org.dataferry.control.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;
import org.dataferry.control.status.SnapshotLook;
import org.dataferry.schemas.key.SourceTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how far the first reading of the source is, in the migration's folder, for whoever looks from another process.
 * Progress is worth nothing to a capture that begins anew, so nothing waits for the disk, and a failure is only logged.
 */
final class SnapshotFile implements CaptureListener {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As often as anybody looks. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final long NEVER = Long.MIN_VALUE;

    private final Path file;
    private final CaptureListener next;
    private final Clock clock;
    private long writtenAt = NEVER;

    /**
     * @param state what Ferry keeps of the migration
     * @param next hears everything too
     */
    SnapshotFile(Path state, CaptureListener next, Clock clock) {
        this.file = file(state);
        this.next = next;
        this.clock = clock;
        remove();
    }

    /** What was written down last; empty if no reading is under way. A file that cannot be read says nothing. */
    static Optional<SnapshotLook> read(Path state) {
        Path file = file(state);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode told = JSON.readTree(Files.readAllBytes(file));
            List<SnapshotLook.Table> tables = new ArrayList<>();
            told.path("tables")
                    .forEach(table -> tables.add(new SnapshotLook.Table(
                            table.path("table").asText(),
                            table.path("rows").asLong(),
                            table.path("share").asDouble())));
            return Optional.of(new SnapshotLook(
                    told.path("rows").asLong(),
                    told.path("share").asDouble(),
                    told.path("leftMillis").isNumber()
                            ? Optional.of(
                                    Duration.ofMillis(told.path("leftMillis").asLong()))
                            : Optional.empty(),
                    Instant.ofEpochMilli(told.path("at").asLong()),
                    tables));
        } catch (IOException removedOrBroken) {
            LOG.debug("The progress of the first reading is not known file={}", file, removedOrBroken);
            return Optional.empty();
        }
    }

    private static Path file(Path state) {
        return state.resolve("snapshot.json");
    }

    @Override
    public void snapshotStarted() {
        next.snapshotStarted();
    }

    @Override
    public void snapshotProgress(SnapshotProgress progress) {
        writeNowAndThen(progress);
        next.snapshotProgress(progress);
    }

    @Override
    public void tableScanned(SourceTable table, long rows) {
        next.tableScanned(table, rows);
    }

    @Override
    public void snapshotCompleted() {
        remove();
        next.snapshotCompleted();
    }

    @Override
    public void streaming() {
        remove();
        next.streaming();
    }

    @Override
    public void dumpJudged(String words) {
        next.dumpJudged(words);
    }

    @Override
    public void resnapshot(String words) {
        next.resnapshot(words);
    }

    @Override
    public void changePublished(SourceTable table) {
        next.changePublished(table);
    }

    private synchronized void writeNowAndThen(SnapshotProgress progress) {
        long now = clock.millis();
        if (writtenAt == NEVER || now - writtenAt >= PAUSE.toMillis()) {
            writtenAt = now;
            write(progress, now);
        }
    }

    private void write(SnapshotProgress progress, long now) {
        ObjectNode told = JSON.createObjectNode()
                .put("at", now)
                .put("rows", progress.rows())
                .put("share", progress.share())
                .put("leftMillis", progress.left().map(Duration::toMillis).orElse(null));
        ArrayNode tables = told.putArray("tables");
        progress.tables()
                .forEach(table -> tables.addObject()
                        .put("table", table.table().qualified())
                        .put("rows", table.rows())
                        .put("share", table.share()));
        Path unfinished = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(unfinished, JSON.writeValueAsBytes(told));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            LOG.warn("The progress of the first reading was not written down file={}", file, failed);
        }
    }

    private synchronized void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.warn("The progress of the first reading was not removed file={}", file, failed);
        }
    }
}
