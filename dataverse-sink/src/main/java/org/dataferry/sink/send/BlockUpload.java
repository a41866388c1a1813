package org.dataferry.sink.send;

import static org.dataferry.schemas.outcome.RejectionReason.FILE_REFUSED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.rows.FileWriter;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.file.BegunUploads;
import org.dataferry.sink.file.FileSource;
import org.dataferry.sink.file.Sha256;
import org.dataferry.sink.send.FileUpload.Place;
import org.dataferry.sink.send.FileUpload.Result;

/**
 * Brings one content to its place in blocks, of which one is in memory. A throttled block is sent again by the lane, and one
 * whose answer was lost here: it replaces itself. What was read is compared with what was scanned before the target is to show
 * it.
 *
 * <p>The session and the blocks that are in the target are written down, so that an upload that was killed goes on there. A
 * block is known by its number and its content, so what changed in the file meanwhile is sent again. That a session can be
 * gone on with after a pause is stated nowhere; one that the target refuses is begun anew.
 */
final class BlockUpload {

    /** Answers of one block that may be lost in a row; each took as long as the request timeout. */
    private static final int MOST_LOST = 5;

    private final Lane lane;
    private final Optional<BegunUploads> uploads;

    /** @param uploads where they are written down; empty if they need not go on after a restart */
    BlockUpload(Lane lane, Optional<BegunUploads> uploads) {
        this.lane = lane;
        this.uploads = uploads;
    }

    /**
     * @param upload names this upload, the same after a restart
     * @param scanned the digest that the content must have; empty if any will do
     */
    Result send(Place place, String upload, String name, FileSource file, Optional<byte[]> scanned)
            throws IOException, InterruptedException {
        Optional<BegunUploads.Begun> before = uploads.flatMap(known -> known.find(upload));
        if (before.isPresent()) {
            Result goneOn = ended(upload, blocks(place, upload, before.get(), name, file, scanned));
            if (!isRefused(goneOn)) {
                return goneOn;
            }
        }
        return switch (begin(place, name)) {
            case Answer.Succeeded<String>(String session) ->
                ended(upload, blocks(place, upload, begun(upload, session), name, file, scanned));
            case Answer.Failed<String>(Failure.Lost lost) -> new Result.Undone(lost.describe());
            case Answer.Failed<String>(Failure failure) -> new Result.Failed(failure);
        };
    }

    /** What leaves a session as it is can be gone on with. */
    private Result ended(String upload, Result result) {
        boolean ends = switch (result) {
            case Result.Done ignored -> true;
            case Result.Gone ignored -> true;
            case Result.Broken ignored -> true;
            case Result.Failed(Failure failure) -> failure instanceof Failure.Refused;
            case Result.Undone ignored -> false;
        };
        if (ends) {
            uploads.ifPresent(known -> known.end(upload));
        }
        return result;
    }

    private BegunUploads.Begun begun(String upload, String session) {
        BegunUploads.Begun begun = new BegunUploads.Begun(session, Set.of());
        uploads.ifPresent(known -> known.begin(upload, session));
        return begun;
    }

    /** The session may have ended, or be another user's; whatever else it is, the target says it again of a new one. */
    private static boolean isRefused(Result result) {
        return result instanceof Result.Broken
                || result instanceof Result.Failed(Failure.Refused(var error)) && mayBeOfSession(error.kind());
    }

    private static boolean mayBeOfSession(ErrorKind kind) {
        return switch (kind) {
            case DATA, CONTRACT, PERMISSION, MISSING_ROW, DOUBTFUL -> true;
            case CUSTOM_LOGIC,
                    DUPLICATE,
                    CONCURRENCY,
                    STILL_REFERENCED,
                    NOT_READY,
                    CONTENTION,
                    TOO_SLOW,
                    TOO_LARGE,
                    TRANSIENT,
                    THROTTLED,
                    UNAUTHENTICATED,
                    STOP -> false;
        };
    }

    private Result blocks(
            Place place,
            String upload,
            BegunUploads.Begun begun,
            String name,
            FileSource file,
            Optional<byte[]> scanned)
            throws IOException, InterruptedException {
        MessageDigest whole = Sha256.begin();
        List<String> ids = new ArrayList<>();
        long read = 0;
        try (InputStream content = file.open()) {
            byte[] block = content.readNBytes(FileWriter.BLOCK_BYTES);
            while (block.length > 0) {
                whole.update(block);
                read += block.length;
                if (read > file.size()) {
                    return FileUpload.changed(name);
                }
                String id = blockId(ids.size(), block);
                ids.add(id);
                if (!begun.blocks().contains(id)) {
                    if (block(place, begun.session(), id, block) instanceof Answer.Failed<Done>(Failure failure)) {
                        return ofBlock(failure);
                    }
                    uploads.ifPresent(known -> known.add(upload, id));
                }
                block = content.readNBytes(FileWriter.BLOCK_BYTES);
            }
        }
        if (FileUpload.isAnother(file, read, whole, scanned)) {
            return FileUpload.changed(name);
        }
        return place.isNote() ? noteCommitted(place, begun, name, ids) : committed(place, begun, name, ids);
    }

    private Answer<String> begin(Place place, String name) throws InterruptedException {
        return place.isNote()
                ? lane.files().beginNote(place.set(), place.row(), name, FileUpload.mimeType(name))
                : lane.files().begin(place.set(), place.row(), place.column(), name);
    }

    private Answer<Done> block(Place place, String session, String id, byte[] block) throws InterruptedException {
        Answer<Done> answer = lane.files().block(place.set(), session, id, block);
        for (int lost = 1; lost < MOST_LOST && isLost(answer); lost++) {
            answer = lane.files().block(place.set(), session, id, block);
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

    /** The commit would make a note that somebody has removed, so it is looked for just before. */
    private Result noteCommitted(Place place, BegunUploads.Begun begun, String name, List<String> ids)
            throws InterruptedException {
        Answer<Optional<ObjectNode>> found = lane.reader()
                .row(
                        place.set(),
                        new RowAddress.ById(place.row()),
                        List.of(place.set().idColumn()));
        return switch (found) {
            case Answer.Succeeded<Optional<ObjectNode>>(Optional<ObjectNode> note) ->
                note.isEmpty() ? new Result.Gone() : committed(place, begun, name, ids);
            case Answer.Failed<Optional<ObjectNode>>(Failure.Lost lost) -> new Result.Undone(lost.describe());
            case Answer.Failed<Optional<ObjectNode>>(Failure failure) -> new Result.Failed(failure);
        };
    }

    private Result committed(Place place, BegunUploads.Begun begun, String name, List<String> ids)
            throws InterruptedException {
        String type = FileUpload.mimeType(name);
        Answer<Done> answer = place.isNote()
                ? lane.files().commitNote(place.set(), place.row(), begun.session(), name, type, ids)
                : lane.files().commit(place.set(), begun.session(), name, type, ids);
        return switch (answer) {
            case Answer.Succeeded<Done> ignored -> new Result.Done();
            case Answer.Failed<Done>(Failure.Refused(var error))
            when error.kind() == ErrorKind.DATA && Refusals.reason(error.kind(), error.code()) != FILE_REFUSED ->
                new Result.Broken(error.describe());
            case Answer.Failed<Done>(Failure failure) -> new Result.Failed(failure);
        };
    }

    /** Of the same length for all, as the target wants it, and of at most 64 bytes before base64. */
    private static String blockId(int number, byte[] block) {
        byte[] counted = String.format(Locale.ROOT, "%08d", number).getBytes(StandardCharsets.US_ASCII);
        byte[] digest = Sha256.begin().digest(block);
        byte[] id = Arrays.copyOf(counted, counted.length + digest.length);
        System.arraycopy(digest, 0, id, counted.length, digest.length);
        return Base64.getEncoder().encodeToString(id);
    }
}
