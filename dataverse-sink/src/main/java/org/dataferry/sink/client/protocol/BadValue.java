package org.dataferry.sink.client.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that a validation error is about, as its message tells it. It names no row, but in a bulk request the rows that have
 * such a value are found by it.
 *
 * <p>Source of the messages: Microsoft's page "Web service error codes".
 */
public sealed interface BadValue {

    /** The table, by logical name: a plug-in's message may be about another one than that of the request. */
    String table();

    /** The column that has it, by logical name. */
    String column();

    /** A text of more than so many UTF-16 units. */
    record TooLong(String table, String column, int most) implements BadValue {}

    /** A number, choice or date in the text of its JSON form. */
    record OutOfRange(String table, String column, String value) implements BadValue {}

    /** "The length of the 'subject' attribute of the 'task' entity exceeded the maximum allowed length of '200'." */
    Pattern TOO_LONG = Pattern.compile(
            "length of the '(\\w+)' attribute of the '(\\w+)' entity exceeded the maximum allowed length of '(\\d{1,9})'");

    /** "The value 7 of 'statuscode' on record of type 'task' is outside the valid range." */
    Pattern OUT_OF_RANGE = Pattern.compile("The value (\\S+) of '(\\w+)' on record of type '(\\w+)'");

    static Optional<BadValue> in(String message) {
        Matcher length = TOO_LONG.matcher(message);
        if (length.find()) {
            return Optional.of(new TooLong(length.group(2), length.group(1), Integer.parseInt(length.group(3))));
        }
        Matcher range = OUT_OF_RANGE.matcher(message);
        return range.find()
                ? Optional.of(new OutOfRange(range.group(3), range.group(2), range.group(1)))
                : Optional.empty();
    }
}
