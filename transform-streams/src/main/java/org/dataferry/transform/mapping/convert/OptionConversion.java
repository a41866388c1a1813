package org.dataferry.transform.mapping.convert;

import java.util.Map;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;

/**
 * Texts into Choice columns. They are compared letter by letter, capitals too; only blanks at both ends mean nothing. A
 * text that is empty then becomes null, as everywhere.
 *
 * @param values the options by their texts, which have no blanks at their ends
 * @param unknownIsNull whether a text that is not among them becomes null; else it is refused
 * @param from in words, where the texts are listed
 */
record OptionConversion(Map<String, Integer> values, boolean unknownIsNull, String from) implements Conversion {

    private static final int MOST_SHOWN = 40;

    /** What is no text has a short one. */
    private static final TextConversion TEXT = new TextConversion(MatchText.MOST_CHARACTERS);

    OptionConversion {
        values = Map.copyOf(values);
    }

    @Override
    public Converted convert(Value value) {
        // A text is looked up, never stored: what Dataverse could not store of it is just one more unknown text.
        Converted text = value instanceof Value.Text ? Converted.taken(value) : TEXT.convert(value);
        return text instanceof Converted.Taken(Value.Text(String written)) ? option(written.strip()) : text;
    }

    private Converted option(String text) {
        if (text.isEmpty()) {
            return Converted.taken(Value.NULL);
        }
        Integer option = values.get(text);
        if (option != null) {
            return Converted.taken(Value.whole(option));
        }
        return unknownIsNull
                ? Converted.taken(Value.NULL)
                : new Converted.Refused(
                        RejectionReason.OPTION_UNKNOWN,
                        "'" + (text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...")
                                + "' is no text of " + from);
    }
}
