package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.BlockedFiles;
import org.dataferry.emulator.write.RowWrites;

/**
 * The actions that set the file of a note in blocks. The commit writes the whole note, and makes it where there is none with
 * its id. What of its columns the first action names has no effect; the size is looked at by the commit.
 *
 * <p>Source: Microsoft's page "Use file data with Attachment and Note records". It does not tell when a file is refused.
 */
final class NoteActions {
    private static final String BEGIN = "InitializeAnnotationBlocksUpload";
    private static final String COMMIT = "CommitAnnotationBlocksUpload";
    private static final Set<String> NAMES = Set.of(BEGIN, COMMIT);

    private static final String NOTE = "annotation";
    private static final String FILE = "documentbody";
    private static final String FILE_NAME = "filename";

    private final RowWrites writes;
    private final Assumptions.Files assumptions;

    NoteActions(RowWrites writes) {
        this.writes = writes;
        assumptions = writes.assumptions().files();
    }

    static boolean owns(String name) {
        return NAMES.contains(name);
    }

    ApiResponse answer(ApiRequest request, UnitOfWork work, String name, ObjectNode body) {
        return name.equals(BEGIN) ? begin(request, work, body) : commit(request, work, body);
    }

    private ApiResponse begin(ApiRequest request, UnitOfWork work, ObjectNode body) {
        String name = body.path("Target").path(FILE_NAME).asText();
        BlockedFiles.check(assumptions, name);
        UUID id = writes.newId();
        return work.write(unit -> {
            RowAddress.ById note = note(unit.catalog(), body);
            require(unit, request, note);
            Content.empty(id, NOTE, note.id(), FILE, name).save(unit);
            return Actions.json(
                    request,
                    "InitializeAnnotationBlocksUploadResponse",
                    JsonNodeFactory.instance.objectNode().put("FileContinuationToken", id.toString()));
        });
    }

    private static void require(WriteUnit unit, ApiRequest request, RowAddress.ById note) {
        Row row = note.find(unit);
        Access access = Access.of(unit, request);
        if (row == null) {
            access.require(Right.Create, note.table());
        } else {
            access.require(Right.Write, note.table(), row);
        }
    }

    private ApiResponse commit(ApiRequest request, UnitOfWork work, ObjectNode body) {
        return work.write(unit -> {
            RowAddress.ById note = note(unit.catalog(), body);
            Content content = BlockSessions.open(unit, body);
            if (!content.table().equals(NOTE) || !content.row().equals(note.id())) {
                throw BlockSessions.invalid("The FileContinuationToken is not one of this note.");
            }
            Content whole = content.of(BlockSessions.inOrder(content, body));
            BlockedFiles.checkSize(assumptions, whole.size());
            byte[] file = whole.read(unit, 0, Math.toIntExact(whole.size()));
            ObjectNode columns = ((ObjectNode) body.path("Target")).deepCopy();
            columns.put(FILE, Base64.getEncoder().encodeToString(file));
            writes.upsert(unit, request, note, columns);
            unit.removeContent(whole.id());
            return Actions.json(
                    request,
                    "CommitAnnotationBlocksUploadResponse",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("AnnotationId", note.id().toString())
                            .put("FileSizeInBytes", file.length));
        });
    }

    private static RowAddress.ById note(Catalog catalog, ObjectNode body) {
        RowAddress.ById target = FileActions.target(catalog, body.path("Target"));
        Table table = target.table();
        if (!table.logicalName().equals(NOTE)) {
            throw Refusals.badPayload(
                    "The parameter 'Target' must be of the type annotation, not " + table.logicalName() + ".");
        }
        return target;
    }
}
