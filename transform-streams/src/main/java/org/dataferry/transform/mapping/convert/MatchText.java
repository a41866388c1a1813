package org.dataferry.transform.mapping.convert;

import org.dataferry.schemas.value.Value;

/** The text that values are compared by when rows merge: so that a number matches a text that says the same. */
public final class MatchText {

    /** As much as a column of text holds in Dataverse: what is longer tells rows apart by nothing that people know. */
    public static final int MOST_CHARACTERS = 4_000;

    private static final TextConversion TEXT = new TextConversion(MOST_CHARACTERS);

    private MatchText() {}

    /** Null for an empty text, absent for a value that is not known. */
    public static Converted of(Value value) {
        return TEXT.convert(value);
    }
}
