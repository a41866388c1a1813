package org.dataferry.control.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.write.WriteId;

/**
 * What stands for a long id in the tables: half of its SHA-256, as the sixteen bytes of a uuid. Two that collide among a billion
 * are less likely than a fault of the disk that holds them. {@code ferry.hash} is the same in SQL.
 */
public final class Hash {

    private Hash() {}

    static UUID of(RowId row) {
        return of(row.text());
    }

    static UUID of(WriteId write) {
        return of(write.text());
    }

    /** @param key the canonical text of the source key */
    static UUID of(SourceTable table, String key) {
        return of(Fields.join(table.source(), table.schema(), table.table(), key));
    }

    /** Of the canonical text of an id. */
    public static UUID of(String text) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
