package org.dataferry.schemas.avro;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/** Avro's own writer of records, except that columns of {@link ColumnsCodec} write themselves. */
public final class ColumnsWriter extends GenericDatumWriter<GenericRecord> {

    public ColumnsWriter(Schema schema) {
        super(schema, GenericData.get());
    }

    @Override
    protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
        if (datum instanceof ColumnsCodec.Unwritten columns) {
            columns.write(out);
        } else {
            super.writeArray(schema, datum, out);
        }
    }
}
