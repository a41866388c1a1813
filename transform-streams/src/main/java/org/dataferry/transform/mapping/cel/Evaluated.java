package org.dataferry.transform.mapping.cel;

import org.dataferry.schemas.value.Value;

/** What an expression made of one row. */
public sealed interface Evaluated {

    /** @param value absent if a column that the expression reads is absent */
    record Result(Value value) implements Evaluated {}

    record Failed(String message) implements Evaluated {}
}
