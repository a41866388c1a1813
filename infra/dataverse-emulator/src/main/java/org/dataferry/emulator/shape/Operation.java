package org.dataferry.emulator.shape;

import java.util.Arrays;
import java.util.Locale;
import org.dataferry.emulator.error.EmulatorException;

/** What a request does to rows. A write at a key's address is an upsert, at a GUID's an update, whatever its preconditions. */
public enum Operation {
    CREATE,
    UPDATE,
    UPSERT,
    DELETE,
    ASSOCIATE,
    READ,
    QUERY,
    DEFINITION,
    BATCH,
    OTHER;

    public boolean writes() {
        return switch (this) {
            case CREATE, UPDATE, UPSERT, DELETE, ASSOCIATE -> true;
            case READ, QUERY, DEFINITION, BATCH, OTHER -> false;
        };
    }

    public boolean reads() {
        return this == READ || this == QUERY;
    }

    /** As settings and answers write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Operation of(String text) {
        for (Operation operation : values()) {
            if (operation.text().equals(text)) {
                return operation;
            }
        }
        throw new EmulatorException("'" + text + "' is not one of "
                + Arrays.stream(values()).map(Operation::text).toList());
    }
}
