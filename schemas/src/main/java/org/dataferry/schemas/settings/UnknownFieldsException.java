package org.dataferry.schemas.settings;

import java.util.Collection;
import java.util.List;
import org.dataferry.schemas.SchemasException;

/**
 * A part of a file has fields that nobody knows. A part that judges itself throws it before it misses any, as they often are the
 * missing ones, misspelt.
 */
public final class UnknownFieldsException extends SchemasException {

    private final List<String> names;
    private final List<String> known;

    /** @param names of the fields, as the file has them */
    public UnknownFieldsException(Collection<String> names, String... known) {
        super("unknown field '" + String.join("', '", names) + "'; known here: " + String.join(", ", known));
        this.names = List.copyOf(names);
        this.known = List.of(known);
    }

    List<String> names() {
        return names;
    }

    List<String> known() {
        return known;
    }
}
