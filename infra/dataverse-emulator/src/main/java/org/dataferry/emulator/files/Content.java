package org.dataferry.emulator.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a content: part 0 of it, as JSON. Its blocks are the parts from 1 on.
 *
 * @param table logical name of the table of the row that it is for
 * @param row the primary id of that row
 * @param column logical name
 * @param blocks in the order in which they make the content
 * @param stored how many blocks were ever stored; the next one is the part behind it
 */
public record Content(
        UUID id,
        String table,
        UUID row,
        String column,
        String name,
        @Nullable String mimeType,
        List<Block> blocks,
        int stored) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param name the block id that the client gave it, or empty */
    public record Block(String name, int part, int size) {}

    public Content {
        blocks = List.copyOf(blocks);
    }

    public static Content empty(UUID id, String table, UUID row, String column, String name) {
        return new Content(id, table, row, column, name, null, List.of(), 0);
    }

    public static @Nullable Content find(RowReads reads, UUID id) {
        byte[] header = reads.content(id, 0);
        try {
            return header == null ? null : JSON.readValue(header, Content.class);
        } catch (IOException e) {
            throw new EmulatorException("Cannot read the header of the content " + id + ": " + e.getMessage(), e);
        }
    }

    public long size() {
        return blocks.stream().mapToLong(Block::size).sum();
    }

    /** Stores one more block behind the others, or in the place of the one with its name. */
    public Content withBlock(WriteUnit unit, String blockName, byte[] bytes) {
        int part = stored + 1;
        unit.putContent(id, part, bytes);
        List<Block> more = new ArrayList<>(blocks);
        more.removeIf(block -> !blockName.isEmpty() && block.name().equals(blockName));
        more.add(new Block(blockName, part, bytes.length));
        Content changed = new Content(id, table, row, column, name, mimeType, more, part);
        changed.save(unit);
        return changed;
    }

    /** With these of its blocks, in this order; not saved. */
    public Content of(List<Block> order) {
        return new Content(id, table, row, column, name, mimeType, order, stored);
    }

    /** With these blocks, in this order, as its content. */
    public Content committed(WriteUnit unit, String fileName, @Nullable String type, List<Block> order) {
        Content changed = new Content(id, table, row, column, fileName, type, order, stored);
        changed.save(unit);
        return changed;
    }

    public void save(WriteUnit unit) {
        try {
            unit.putContent(id, 0, JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new EmulatorException("Cannot write the header of a content: " + e.getMessage(), e);
        }
    }

    /**
     * A stretch of the content.
     *
     * @param from the first byte, from 0
     * @param length at most; less at the end
     */
    public byte[] read(RowReads reads, long from, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long at = 0;
        for (Block block : blocks) {
            long start = Math.max(from, at);
            long end = Math.min(from + length, at + block.size());
            if (start < end) {
                byte[] bytes = reads.content(id, block.part());
                if (bytes == null) {
                    throw new EmulatorException("The block " + block.part() + " of the content " + id + " is missing");
                }
                out.write(bytes, (int) (start - at), (int) (end - start));
            }
            at += block.size();
        }
        return out.toByteArray();
    }
}
