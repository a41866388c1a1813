package org.dataferry.control.replay;

import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/** A source row that can be chosen. */
public record ReplayRow(SourceTable table, SourceKey key) {

    /**
     * Whether a text that somebody has written means this row: the canonical text of the key, or its plain form, such as
     * {@code ALFKI}, or {@code 10248,42} for a composite one.
     */
    boolean isMeantBy(String text) {
        return key.text().equals(text) || plain().equals(text.stripTrailing());
    }

    /** The key as people write it: its values, with commas between them. */
    public String plain() {
        return PlainKey.of(key);
    }
}
