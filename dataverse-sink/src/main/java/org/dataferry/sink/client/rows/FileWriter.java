package org.dataferry.sink.client.rows;

import static org.dataferry.sink.client.protocol.DataverseRequest.Method.PATCH;
import static org.dataferry.sink.client.protocol.DataverseRequest.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.UrlText;

/**
 * Writes file and image columns: whole, or in blocks that are committed together; and files of notes in blocks. A block may be
 * sent twice; what is not committed is seen by nobody.
 *
 * <p>Source: Microsoft's pages "Use file column data" and "Use file data with Attachment and Note records".
 */
public final class FileWriter {

    /** The most bytes of a block. */
    public static final int BLOCK_BYTES = 4 << 20;

    private final DataverseClient client;
    private final RowRequests requests;

    public FileWriter(DataverseClient client, RowRequests requests) {
        this.client = client;
        this.requests = requests;
    }

    /** The whole content in one request. */
    public Answer<Done> set(EntitySet set, UUID row, String column, String name, byte[] content)
            throws InterruptedException {
        String path = set.url(row) + "/" + column + "?x-ms-file-name=" + UrlText.encode(name);
        return done(
                set,
                DataverseRequest.octets(Operation.FILE, PATCH, path, content)
                        .withHeader("x-ms-file-name", ascii(name)));
    }

    /** That there is no file is success. */
    public Answer<Done> clear(EntitySet set, UUID row, String column) throws InterruptedException {
        return done(set, DataverseRequest.delete(Operation.FILE, set.url(row) + "/" + column));
    }

    /** @return the token that its blocks name */
    public Answer<String> begin(EntitySet set, UUID row, String column, String name) throws InterruptedException {
        ObjectNode body = Json.object();
        body.putObject("Target").put("@odata.type", set.odataType()).put(set.idColumn(), row.toString());
        body.put("FileName", name).put("FileAttributeName", column);
        return begin(set, "InitializeFileBlocksUpload", body);
    }

    /** @return the token that the blocks of the note's file name */
    public Answer<String> beginNote(EntitySet set, UUID note, String name, String mimeType)
            throws InterruptedException {
        ObjectNode body = Json.object();
        body.set("Target", note(set, note, name, mimeType));
        return begin(set, "InitializeAnnotationBlocksUpload", body);
    }

    /** @param block its id: of the same length for all blocks of a file, and at most 64 bytes */
    public Answer<Done> block(EntitySet set, String token, String block, byte[] data) throws InterruptedException {
        ObjectNode body = Json.object()
                .put("BlockId", block)
                .put("BlockData", Base64.getEncoder().encodeToString(data))
                .put("FileContinuationToken", token);
        return done(set, action("UploadBlock", body));
    }

    /** Makes the file of its blocks, in this order. */
    public Answer<Done> commit(EntitySet set, String token, String name, String mimeType, List<String> blocks)
            throws InterruptedException {
        ObjectNode body =
                Json.object().put("FileName", name).put("MimeType", mimeType).put("FileContinuationToken", token);
        blocks.forEach(body.putArray("BlockList")::add);
        return done(set, action("CommitFileBlocksUpload", body));
    }

    /** Makes the note's file of its blocks, in this order. A note that is not there is made, without anything else in it. */
    public Answer<Done> commitNote(
            EntitySet set, UUID note, String token, String name, String mimeType, List<String> blocks)
            throws InterruptedException {
        ObjectNode body = Json.object().put("FileContinuationToken", token);
        body.set("Target", note(set, note, name, mimeType));
        blocks.forEach(body.putArray("BlockList")::add);
        return done(set, action("CommitAnnotationBlocksUpload", body));
    }

    private static ObjectNode note(EntitySet set, UUID note, String name, String mimeType) {
        return Json.object()
                .put("@odata.type", set.odataType())
                .put(set.idColumn(), note.toString())
                .put("filename", name)
                .put("mimetype", mimeType);
    }

    private Answer<String> begin(EntitySet set, String action, ObjectNode body) throws InterruptedException {
        return client.send(requests.write(set, action(action, body)))
                .map(reply -> reply.json().path("FileContinuationToken").asText());
    }

    private static DataverseRequest action(String name, ObjectNode body) {
        return DataverseRequest.json(Operation.FILE, POST, name, Json.write(body));
    }

    private Answer<Done> done(EntitySet set, DataverseRequest request) throws InterruptedException {
        return client.send(requests.write(set, request)).map(reply -> Done.DONE);
    }

    /** Headers hold ASCII only; the name in the address counts. */
    private static String ascii(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "_");
    }
}
