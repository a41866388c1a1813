package org.dataferry.schemas.registry;

/** What a registry says to a schema that is offered to it. */
public sealed interface Registration {

    /** It stands under this id, newly or already. */
    record Accepted(int id) implements Registration {}

    /** It would break readers of the subject's earlier versions. */
    record Incompatible(String reason) implements Registration {}
}
