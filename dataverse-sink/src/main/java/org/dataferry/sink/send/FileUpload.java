package org.dataferry.sink.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.file.BegunUploads;
import org.dataferry.sink.file.FileSource;
import org.dataferry.sink.file.Sha256;

/**
 * Brings one content to its column, or to a note. Up to a size that is set it goes in one request, and beyond in blocks. What was
 * read is compared with what was scanned before the target is to show it.
 */
final class FileUpload {

    /** Where a note keeps the name of its file, and what kind it is. */
    private static final String NOTE_NAME = "filename";

    private static final String NOTE_TYPE = "mimetype";

    private final Lane lane;
    private final int singleUploadBytes;
    private final BlockUpload blocks;

    FileUpload(Lane lane, int singleUploadBytes, Optional<BegunUploads> uploads) {
        this.lane = lane;
        this.singleUploadBytes = singleUploadBytes;
        this.blocks = new BlockUpload(lane, uploads);
    }

    /** @param isNote whether the column is a text that holds the file in base64 */
    record Place(EntitySet set, UUID row, String column, boolean isNote) {}

    sealed interface Result {

        record Done() implements Result {}

        record Failed(Failure failure) implements Result {}

        /** Certainly not done: there is no such row any more. */
        record Gone() implements Result {}

        /** Certainly not done, by no fault of the file. */
        record Undone(String why) implements Result {}

        /** Certainly not done: the target did not take a part of it. To be tried a few times from the start. */
        record Broken(String why) implements Result {}
    }

    Result cleared(Place place) throws InterruptedException {
        if (!place.isNote()) {
            return ofOne(lane.files().clear(place.set(), place.row(), place.column()));
        }
        return ofOne(update(
                place, Json.object().putNull(place.column()).putNull(NOTE_NAME).putNull(NOTE_TYPE)));
    }

    /**
     * @param upload names this upload, the same after a restart
     * @param scanned the digest that the content must have; empty if any will do
     */
    Result sent(Place place, String upload, String name, FileSource file, Optional<byte[]> scanned)
            throws InterruptedException {
        try {
            return file.size() <= singleUploadBytes
                    ? whole(place, name, file, scanned)
                    : blocks.send(place, upload, name, file, scanned);
        } catch (IOException unreadable) {
            return new Result.Undone("'" + name + "' cannot be read: " + unreadable);
        }
    }

    private Result whole(Place place, String name, FileSource file, Optional<byte[]> scanned)
            throws IOException, InterruptedException {
        byte[] bytes;
        try (InputStream content = file.open()) {
            bytes = content.readNBytes(Math.toIntExact(file.size() + 1));
        }
        MessageDigest digest = Sha256.begin();
        digest.update(bytes);
        if (isAnother(file, bytes.length, digest, scanned)) {
            return changed(name);
        }
        if (!place.isNote()) {
            return ofOne(lane.files().set(place.set(), place.row(), place.column(), name, bytes));
        }
        String base64 = Base64.getEncoder().encodeToString(bytes);
        return ofOne(update(
                place,
                Json.object().put(place.column(), base64).put(NOTE_NAME, name).put(NOTE_TYPE, mimeType(name))));
    }

    private Answer<Done> update(Place place, ObjectNode changes) throws InterruptedException {
        return lane.writer().update(place.set(), new RowAddress.ById(place.row()), changes);
    }

    private static Result ofOne(Answer<Done> answer) {
        return switch (answer) {
            case Answer.Succeeded<Done> ignored -> new Result.Done();
            case Answer.Failed<Done>(Failure failure) -> new Result.Failed(failure);
        };
    }

    /** Whether it is not what was found, or not what was scanned. */
    static boolean isAnother(FileSource file, long read, MessageDigest digest, Optional<byte[]> scanned)
            throws IOException {
        boolean asScanned = scanned.isEmpty() || MessageDigest.isEqual(scanned.get(), digest.digest());
        return read != file.size() || !asScanned || !file.isUnchanged();
    }

    static Result changed(String name) {
        return new Result.Undone("'" + name + "' changed while it was read");
    }

    /** By the ending of the file's name. */
    static String mimeType(String name) {
        return Objects.requireNonNullElse(URLConnection.guessContentTypeFromName(name), "application/octet-stream");
    }
}
