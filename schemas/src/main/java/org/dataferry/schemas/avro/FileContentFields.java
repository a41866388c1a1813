package org.dataferry.schemas.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.jspecify.annotations.Nullable;

/** {@link FileContent} as a record that may be missing: that is none. */
final class FileContentFields {

    private static final Schema FILE =
            AvroSchemas.ENTITY_WRITE.getField("file").schema().getTypes().getLast();

    private FileContentFields() {}

    static @Nullable GenericRecord write(FileContent content) {
        return switch (content) {
            case FileContent.None ignored -> null;
            case FileContent.InFolder(String name, String path) -> {
                GenericRecord record = named(name);
                record.put("path", path);
                yield record;
            }
            case FileContent.Carried(String name, Value.Bytes bytes) -> {
                GenericRecord record = named(name);
                record.put("bytes", ByteBuffer.wrap(bytes.value()));
                yield record;
            }
            case FileContent.Withheld withheld ->
                throw new SchemasException("a content that was withheld is never written: " + withheld);
        };
    }

    static FileContent read(@Nullable Object written) {
        if (!(written instanceof GenericRecord record)) {
            return FileContent.NONE;
        }
        String name = AvroSchemas.text(record, "name");
        String path = AvroSchemas.textOrNull(record, "path");
        return path == null
                ? new FileContent.Carried(name, new Value.Bytes(ValueCodec.bytes((ByteBuffer) record.get("bytes"))))
                : new FileContent.InFolder(name, path);
    }

    /** What {@link #write} makes of a content that is not none, from its bytes. */
    static FileContent read(Decoder in) throws IOException {
        String name = in.readString();
        String path = readsNull(in) ? null : in.readString();
        byte[] bytes = readsNull(in) ? new byte[0] : ValueCodec.bytes(in.readBytes(null));
        return path == null
                ? new FileContent.Carried(name, new Value.Bytes(bytes))
                : new FileContent.InFolder(name, path);
    }

    private static boolean readsNull(Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return true;
        }
        return false;
    }

    private static GenericRecord named(String name) {
        GenericRecord record = new GenericData.Record(FILE);
        record.put("name", name);
        return record;
    }
}
