package org.dataferry.transform.topology;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.row.Vote;
import org.dataferry.transform.state.MappedCodec;

/** {@link Vote} as Avro. What it is for tells the row that it is about. */
final class VoteCodec implements RecordCodec<Vote> {

    private static final MappedCodec MAPPED = new MappedCodec();

    private static final Schema SCHEMA = SchemaBuilder.record("Vote")
            .namespace("org.dataferry.state")
            .fields()
            .requiredString("write")
            .requiredString("member")
            .requiredBoolean("present")
            .requiredBoolean("whole")
            .name("image")
            .type()
            .array()
            .items(MAPPED.schema())
            .arrayDefault(List.of())
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(Vote vote) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("write", vote.write().text());
        record.put("whole", vote.whole());
        record.put("image", List.of());
        switch (vote) {
            case Vote.ForLink(WriteId write, String member, boolean present, boolean whole) -> {
                record.put("member", member);
                record.put("present", present);
            }
            case Vote.ForMerged(WriteId write, RowId.OfSource member, var image, boolean whole) -> {
                record.put("member", member.text());
                record.put("present", image.isPresent());
                image.ifPresent(mapped -> record.put("image", List.of(MAPPED.write(mapped))));
            }
        }
        return record;
    }

    @Override
    public Vote read(GenericRecord record) {
        WriteId write = WriteId.parse(record.get("write").toString());
        String member = record.get("member").toString();
        boolean whole = (Boolean) record.get("whole");
        if (write.row() instanceof RowId.Link) {
            return new Vote.ForLink(write, member, (Boolean) record.get("present"), whole);
        }
        List<?> image = (List<?>) record.get("image");
        Optional<MappingResult.Mapped> mapped =
                image.isEmpty() ? Optional.empty() : Optional.of(MAPPED.read((GenericRecord) image.getFirst()));
        return new Vote.ForMerged(write, (RowId.OfSource) RowId.parse(member), mapped, whole);
    }
}
