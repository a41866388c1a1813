package org.dataferry.schemas.avro;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/** Names that come again with each row: each is one string, decoded once. Safe for any thread. */
final class NameTable {

    /** More than all mappings of a migration name; beyond it they are decoded each time. */
    private static final int MOST = 10_000;

    private final Map<Utf8, String> known = new ConcurrentHashMap<>();

    /** @param scratch is written over */
    String read(Decoder in, Utf8 scratch) throws IOException {
        Utf8 bytes = in.readString(scratch);
        String name = known.get(bytes);
        return name != null ? name : add(bytes);
    }

    private String add(Utf8 bytes) {
        String name = bytes.toString();
        if (known.size() < MOST) {
            known.put(new Utf8(bytes), name);
        }
        return name;
    }
}
