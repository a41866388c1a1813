package org.dataferry.schemas.registry;

/** Compatibility levels of the Confluent Schema Registry (Confluent documentation, "Schema evolution"). */
public enum Compatibility {
    /** A reader of the new schema reads what any older version wrote. What we set for every subject. */
    BACKWARD_TRANSITIVE,
    BACKWARD,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE,
    NONE
}
