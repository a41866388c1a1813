package org.dataferry.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What we ask of a schema registry. Ids are given once and never change, so answers about them may be kept for ever.
 *
 * <p>Every call blocks, at most for the client's timeout, and throws {@link RegistryException} if there is no usable
 * answer.
 */
public interface SchemaRegistry {

    /** Registers a schema under a subject; the same schema again gets the same id. */
    Registration register(String subject, Schema schema);

    /** The id that this very schema has under a subject, if it is registered there. */
    Optional<Integer> lookUp(String subject, Schema schema);

    /** The schema of an id; empty if the registry does not know it. */
    Optional<Schema> byId(int id);

    /** Whether a schema could be registered under a subject. */
    boolean isCompatible(String subject, Schema schema);

    void setCompatibility(String subject, Compatibility level);

    /** The versions of a subject, oldest first; empty for an unknown subject. */
    List<Integer> versions(String subject);
}
