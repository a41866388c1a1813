package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.write.BlockedFiles;
import org.dataferry.emulator.write.FileWrites;
import org.dataferry.emulator.write.RowWrites;
import org.jspecify.annotations.Nullable;

/**
 * The actions that move the file of a column in blocks, and the block itself, which notes have too.
 *
 * <p>Source: Microsoft's page "Use file column data".
 */
final class FileActions {
    private static final Set<String> NAMES = Set.of(
            "InitializeFileBlocksUpload",
            "UploadBlock",
            "CommitFileBlocksUpload",
            "InitializeFileBlocksDownload",
            "DownloadBlock",
            "DeleteFile");

    private final RowStore store;
    private final RowWrites writes;
    private final FileWrites fileWrites;
    private final BlockSessions sessions;
    private final Assumptions.Files assumptions;

    FileActions(RowStore store, RowWrites writes) {
        this.store = store;
        this.writes = writes;
        fileWrites = new FileWrites(writes);
        assumptions = writes.assumptions().files();
        sessions = new BlockSessions(assumptions.chunkBytes());
    }

    static boolean owns(String name) {
        return NAMES.contains(name);
    }

    ApiResponse answer(ApiRequest request, UnitOfWork work, String name, ObjectNode body) {
        return switch (name) {
            case "InitializeFileBlocksUpload" -> begin(request, work, body);
            case "UploadBlock" -> sessions.upload(work, body);
            case "CommitFileBlocksUpload" -> commit(request, work, body);
            case "InitializeFileBlocksDownload" -> open(request, body);
            case "DownloadBlock" -> download(request, body);
            default -> delete(request, work, body);
        };
    }

    private ApiResponse begin(ApiRequest request, UnitOfWork work, ObjectNode body) {
        String name = body.path("FileName").asText();
        BlockedFiles.check(assumptions, name);
        UUID id = writes.newId();
        return work.write(unit -> {
            RowAddress.ById target = target(unit.catalog(), body.path("Target"));
            Column column =
                    column(target.table(), body.path("FileAttributeName").asText());
            UUID row = fileWrites.require(unit, request, target);
            Content.empty(id, target.table().logicalName(), row, column.logicalName(), name)
                    .save(unit);
            return Actions.json(
                    request,
                    "InitializeFileBlocksUploadResponse",
                    JsonNodeFactory.instance.objectNode().put("FileContinuationToken", id.toString()));
        });
    }

    private ApiResponse commit(ApiRequest request, UnitOfWork work, ObjectNode body) {
        return work.write(unit -> {
            Content content = BlockSessions.open(unit, body);
            String name = body.path("FileName").asText(content.name());
            BlockedFiles.check(assumptions, name);
            Content whole = content.committed(
                    unit,
                    name,
                    body.path("MimeType").asText("application/octet-stream"),
                    BlockSessions.inOrder(content, body));
            Table table = unit.catalog().requiredTable(content.table());
            Column column = table.requiredColumn(content.column());
            FileResource.checkSize(column, whole.size());
            fileWrites.set(unit, request, new RowAddress.ById(table, content.row()), column, whole);
            return Actions.json(
                    request,
                    "CommitFileBlocksUploadResponse",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("FileId", whole.id().toString())
                            .put("FileSizeInBytes", whole.size()));
        });
    }

    private ApiResponse open(ApiRequest request, ObjectNode body) {
        try (ReadView view = store.read()) {
            RowAddress.ById target = target(view.catalog(), body.path("Target"));
            Column column =
                    column(target.table(), body.path("FileAttributeName").asText());
            Row row = target.find(view);
            if (row == null) {
                throw target.absent();
            }
            Access.of(view, request).require(Right.Read, target.table(), row);
            Content content = row.get(column) instanceof UUID id ? Content.find(view, id) : null;
            if (content == null) {
                throw new Refusal(
                        404,
                        "0x80040217",
                        "No file attachment found for attribute: " + column.logicalName() + " EntityId: " + row.id()
                                + ".");
            }
            return Actions.json(
                    request,
                    "InitializeFileBlocksDownloadResponse",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("FileContinuationToken", content.id().toString())
                            .put("FileSizeInBytes", content.size())
                            .put("FileName", content.name())
                            .put("IsChunkingSupported", true));
        }
    }

    private ApiResponse download(ApiRequest request, ObjectNode body) {
        try (ReadView view = store.read()) {
            Content content = BlockSessions.any(view, body);
            int length = Math.min(body.path("BlockLength").asInt(assumptions.chunkBytes()), assumptions.chunkBytes());
            byte[] data = content.read(view, body.path("Offset").asLong(0), length);
            return Actions.json(
                    request,
                    "DownloadBlockResponse",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("Data", Base64.getEncoder().encodeToString(data)));
        }
    }

    private ApiResponse delete(ApiRequest request, UnitOfWork work, ObjectNode body) {
        return work.write(unit -> {
            UUID id = Guids.parse(body.path("FileId").asText());
            Content content = id == null ? null : Content.find(unit, id);
            if (content == null) {
                throw new Refusal(
                        404,
                        "0x80040217",
                        "fileattachment With Id = " + body.path("FileId").asText() + " Does Not Exist");
            }
            Table table = unit.catalog().requiredTable(content.table());
            fileWrites.set(
                    unit,
                    request,
                    new RowAddress.ById(table, content.row()),
                    table.requiredColumn(content.column()),
                    null);
            return ApiResponse.noContent();
        });
    }

    /** A row as a parameter: its type, and its primary id. */
    static RowAddress.ById target(Catalog catalog, JsonNode json) {
        String type = json.path("@odata.type").asText().replaceFirst("^#?Microsoft\\.Dynamics\\.CRM\\.", "");
        Table table = catalog.table(type);
        UUID id =
                table == null ? null : Guids.parse(json.path(table.primaryId()).asText());
        if (table == null || id == null) {
            throw Refusals.badPayload("The parameter 'Target' needs \"@odata.type\" and the primary key of a row.");
        }
        return new RowAddress.ById(table, id);
    }

    private static Column column(Table table, String name) {
        @Nullable Column column = table.column(name);
        if (column == null
                || !(column.type() instanceof ColumnType.File) && !(column.type() instanceof ColumnType.Image)) {
            throw BlockSessions.invalid("'" + name + "' is not a file column of " + table.logicalName() + ".");
        }
        return column;
    }
}
