package org.dataferry.sink.send;

import static org.dataferry.schemas.outcome.RejectionReason.FILE_REFUSED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.rows.FileWriter;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.file.FileSource;
import org.dataferry.sink.file.Sha256;

/**
 * Brings one content to its column. Up to a size that is set it goes in one request, and beyond in blocks, of which one is in
 * memory. A throttled block is sent again by the lane, and one whose answer was lost here: it replaces itself. What was read
 * is compared with what was scanned before the target is to show it.
 */
final class FileUpload {

    /** Answers of one block that may be lost in a row; each took as long as the request timeout. */
    private static final int MOST_LOST = 5;

    /** Where a note keeps the name of its file. */
    private static final String NOTE_NAME = "filename";

    private final Lane lane;
    private final int singleUploadBytes;

    FileUpload(Lane lane, int singleUploadBytes) {
        this.lane = lane;
        this.singleUploadBytes = singleUploadBytes;
    }

    /** @param isNote whether the column is a text that holds the file in base64 */
    record Place(EntitySet set, UUID row, String column, boolean isNote) {}

    sealed interface Result {

        record Done() implements Result {}

        record Failed(Failure failure) implements Result {}

        /** Certainly not done, by no fault of the file. */
        record Undone(String why) implements Result {}

        /** Certainly not done: the target did not take a part of it. To be tried a few times from the start. */
        record Broken(String why) implements Result {}
    }

    Result cleared(Place place) throws InterruptedException {
        if (!place.isNote()) {
            return ofOne(lane.files().clear(place.set(), place.row(), place.column()));
        }
        return ofOne(update(place, Json.object().putNull(place.column()).putNull(NOTE_NAME)));
    }

    /** @param scanned the digest that the content must have; empty if any will do */
    Result sent(Place place, String name, FileSource file, Optional<byte[]> scanned) throws InterruptedException {
        try {
            return place.isNote() || file.size() <= singleUploadBytes
                    ? whole(place, name, file, scanned)
                    : blocks(place, name, file, scanned);
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
        return ofOne(update(place, Json.object().put(place.column(), base64).put(NOTE_NAME, name)));
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

    private Result blocks(Place place, String name, FileSource file, Optional<byte[]> scanned)
            throws IOException, InterruptedException {
        return switch (lane.files().begin(place.set(), place.row(), place.column(), name)) {
            case Answer.Succeeded<String>(String token) -> blocks(place.set(), token, name, file, scanned);
            case Answer.Failed<String>(Failure.Lost lost) -> new Result.Undone(lost.describe());
            case Answer.Failed<String>(Failure failure) -> new Result.Failed(failure);
        };
    }

    private Result blocks(EntitySet set, String token, String name, FileSource file, Optional<byte[]> scanned)
            throws IOException, InterruptedException {
        MessageDigest digest = Sha256.begin();
        List<String> ids = new ArrayList<>();
        long sent = 0;
        byte[] block = new byte[FileWriter.BLOCK_BYTES];
        try (InputStream content = file.open()) {
            for (int read = content.readNBytes(block, 0, block.length);
                    read > 0;
                    read = content.readNBytes(block, 0, block.length)) {
                digest.update(block, 0, read);
                sent += read;
                if (sent > file.size()) {
                    return changed(name);
                }
                String id = blockId(ids.size());
                ids.add(id);
                if (block(set, token, id, block, read) instanceof Answer.Failed<Done>(Failure failure)) {
                    return ofBlock(failure);
                }
            }
        }
        if (isAnother(file, sent, digest, scanned)) {
            return changed(name);
        }
        return switch (lane.files().commit(set, token, name, mimeType(name), ids)) {
            case Answer.Succeeded<Done> ignored -> new Result.Done();
            case Answer.Failed<Done>(Failure.Refused(var error))
            when error.kind() == ErrorKind.DATA && Refusals.reason(error.kind(), error.code()) != FILE_REFUSED ->
                new Result.Broken(error.describe());
            case Answer.Failed<Done>(Failure failure) -> new Result.Failed(failure);
        };
    }

    private Answer<Done> block(EntitySet set, String token, String id, byte[] block, int length)
            throws InterruptedException {
        Answer<Done> answer = lane.files().block(set, token, id, block, length);
        for (int lost = 1; lost < MOST_LOST && isLost(answer); lost++) {
            answer = lane.files().block(set, token, id, block, length);
        }
        return answer;
    }

    private static boolean isLost(Answer<Done> answer) {
        return answer instanceof Answer.Failed<Done>(Failure failure) && failure instanceof Failure.Lost;
    }

    /** A refused block is most likely of a session that has ended; what the target minds of a file it says first or last. */
    private static Result ofBlock(Failure failure) {
        return switch (failure) {
            case Failure.Refused(var error) when error.kind() == ErrorKind.DATA -> new Result.Broken(error.describe());
            case Failure.Lost lost -> new Result.Undone(lost.describe());
            case Failure other -> new Result.Failed(other);
        };
    }

    private static boolean isAnother(FileSource file, long read, MessageDigest digest, Optional<byte[]> scanned)
            throws IOException {
        boolean asScanned = scanned.isEmpty() || MessageDigest.isEqual(scanned.get(), digest.digest());
        return read != file.size() || !asScanned || !file.isUnchanged();
    }

    private static Result changed(String name) {
        return new Result.Undone("'" + name + "' changed while it was read");
    }

    /** Of the same length for all, as the target wants it. */
    private static String blockId(int number) {
        return Base64.getEncoder()
                .encodeToString(String.format(Locale.ROOT, "%08d", number).getBytes(StandardCharsets.US_ASCII));
    }

    private static String mimeType(String name) {
        return Objects.requireNonNullElse(URLConnection.guessContentTypeFromName(name), "application/octet-stream");
    }
}
