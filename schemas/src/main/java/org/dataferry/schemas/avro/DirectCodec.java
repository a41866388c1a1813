package org.dataferry.schemas.avro;

import java.io.IOException;
import org.apache.avro.io.Decoder;

/**
 * A codec that reads bytes of its own schema by itself, and no Avro record is made in between. Bytes of another version of the
 * schema go through one, as with every codec.
 */
interface DirectCodec<T> extends RecordCodec<T> {

    /** @param in bytes that were written with {@link #schema} itself */
    T readDirectly(Decoder in) throws IOException;
}
