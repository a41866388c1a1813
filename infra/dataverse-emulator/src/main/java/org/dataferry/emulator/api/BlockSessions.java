package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.files.Content.Block;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.value.Guids;

/**
 * Contents that come in blocks, for file columns and for notes. A continuation token is the id of the content, and good until
 * its commit; no page tells how long a real one lives.
 */
final class BlockSessions {
    private static final int MAX_BLOCK_ID_BYTES = 64;

    private final int mostBytes;

    /** @param mostBytes of one block */
    BlockSessions(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** UploadBlock: one more block, or another in the place of the one with its id. */
    ApiResponse upload(UnitOfWork work, ObjectNode body) {
        byte[] bytes = decoded("BlockData", body.path("BlockData").asText());
        String blockId = body.path("BlockId").asText();
        int idBytes = decoded("BlockId", blockId).length;
        if (idBytes < 1 || idBytes > MAX_BLOCK_ID_BYTES) {
            throw invalid("BlockId must be base64 of 1 to " + MAX_BLOCK_ID_BYTES + " bytes, not of " + idBytes + ".");
        }
        if (bytes.length > mostBytes) {
            throw invalid("A block has at most " + mostBytes + " bytes, not " + bytes.length + ".");
        }
        return work.write(unit -> {
            Content content = open(unit, body);
            for (Block block : content.blocks()) {
                if (block.name().length() != blockId.length()) {
                    throw invalid("All BlockIds of a file must have the same length.");
                }
            }
            content.withBlock(unit, blockId, bytes);
            return ApiResponse.noContent();
        });
    }

    /** The content that the token names, which is not committed yet. */
    static Content open(RowReads reads, ObjectNode body) {
        Content content = any(reads, body);
        if (content.mimeType() != null) {
            throw invalid("The FileContinuationToken is not valid: its file is committed.");
        }
        return content;
    }

    /** The content that the token names. */
    static Content any(RowReads reads, ObjectNode body) {
        UUID id = Guids.parse(body.path("FileContinuationToken").asText());
        Content content = id == null ? null : Content.find(reads, id);
        if (content == null) {
            throw invalid("The FileContinuationToken is not valid.");
        }
        return content;
    }

    /** The blocks that BlockList names, in its order. */
    static List<Block> inOrder(Content content, ObjectNode body) {
        List<Block> order = new ArrayList<>();
        for (JsonNode name : body.path("BlockList")) {
            order.add(content.blocks().stream()
                    .filter(block -> block.name().equals(name.asText()))
                    .findFirst()
                    .orElseThrow(() ->
                            invalid("BlockList names the block '" + name.asText() + "', which was not uploaded.")));
        }
        return order;
    }

    private static byte[] decoded(String name, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid(name + " must be base64.");
        }
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "0x80040203", message);
    }
}
