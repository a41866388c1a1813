package org.dataferry.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.avro.ColumnsWriter;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.row.Members;
import org.dataferry.transform.row.MergedRows;
import org.dataferry.transform.state.MappedCodec;

/** The source rows that merge, by the row that they merge into, on disk. For one moment of the source. */
final class MergedMembers {

    private static final byte MEMBER = 'm';
    private static final byte MEMBERSHIP = 'i';

    private final DiskTable disk;
    private final Digests digests = new Digests();
    private final MappedCodec codec = new MappedCodec();

    MergedMembers(DiskTable disk) {
        this.disk = disk;
        disk.removeAll(new byte[] {MEMBER});
        disk.removeAll(new byte[] {MEMBERSHIP});
    }

    /** What merges into one row; one more than {@link MergedRows#MOST_MEMBERS} at most. */
    record Group(RowId.Merged row, List<Members.Member> members) {}

    void put(RowId.Merged into, RowId.OfSource member, MappingResult.Mapped image) {
        byte[] key = digests.of(member.text())
                .write(digests.of(into.text())
                        .write(ByteBuffer.allocate(1 + 2 * Digest.BYTES).put(MEMBER)))
                .array();
        byte[] row = into.text().getBytes(UTF_8);
        byte[] of = member.text().getBytes(UTF_8);
        byte[] mapped = encode(image);
        disk.put(
                key,
                ByteBuffer.allocate(2 * Integer.BYTES + row.length + of.length + mapped.length)
                        .putInt(row.length)
                        .put(row)
                        .putInt(of.length)
                        .put(of)
                        .put(mapped)
                        .array());
        disk.put(membership(member), row);
    }

    /** The row that stands for a source row; empty if it merges into none. */
    Optional<RowId> into(RowId.OfSource member) {
        return disk.get(membership(member)).map(text -> RowId.parse(new String(text, UTF_8)));
    }

    /** Each row of an entity that source rows merge into. */
    void groups(String entity, Consumer<Group> groups) {
        byte[] prefix = {MEMBER};
        try (DiskTable.Cursor cursor = disk.from(prefix, prefix)) {
            while (cursor.isAtEntry()) {
                byte[] first = row(cursor);
                RowId.Merged into = null;
                List<Members.Member> members = new ArrayList<>();
                for (; cursor.isAtEntry() && Arrays.equals(row(cursor), first); cursor.next()) {
                    ByteBuffer value = ByteBuffer.wrap(cursor.value());
                    into = (RowId.Merged) RowId.parse(text(value));
                    if (members.size() <= MergedRows.MOST_MEMBERS) {
                        members.add(new Members.Member((RowId.OfSource) RowId.parse(text(value)), decode(value)));
                    }
                }
                if (into != null && into.entity().equals(entity)) {
                    groups.accept(new Group(into, members));
                }
            }
        }
    }

    private static byte[] row(DiskTable.Cursor cursor) {
        return Arrays.copyOfRange(cursor.key(), 1, 1 + Digest.BYTES);
    }

    private static String text(ByteBuffer value) {
        byte[] text = new byte[value.getInt()];
        value.get(text);
        return new String(text, UTF_8);
    }

    private byte[] membership(RowId member) {
        return digests.of(member.text())
                .write(ByteBuffer.allocate(1 + Digest.BYTES).put(MEMBERSHIP))
                .array();
    }

    private byte[] encode(MappingResult.Mapped image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new ColumnsWriter(codec.schema()).write(codec.write(image), encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private MappingResult.Mapped decode(ByteBuffer bytes) {
        try {
            return codec.read(new GenericDatumReader<GenericRecord>(codec.schema(), codec.schema(), GenericData.get())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(bytes.array(), bytes.position(), bytes.remaining(), null)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
