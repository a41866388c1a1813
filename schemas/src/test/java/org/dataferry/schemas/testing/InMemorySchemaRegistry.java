package org.dataferry.schemas.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.dataferry.schemas.registry.Compatibility;
import org.dataferry.schemas.registry.Registration;
import org.dataferry.schemas.registry.SchemaRegistry;

/**
 * A registry for tests without a network: ids from 1, one id per schema whatever its subject, as Confluent's gives them.
 * Checks the levels {@code BACKWARD_TRANSITIVE} and {@code NONE}; a subject has none until it is set.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Schema>> subjects = new HashMap<>();
    private final Map<String, Compatibility> levels = new HashMap<>();

    @Override
    public synchronized Registration register(String subject, Schema schema) {
        List<Schema> versions = subjects.computeIfAbsent(subject, unknown -> new ArrayList<>());
        if (!versions.contains(schema)) {
            Optional<String> fault = fault(subject, schema);
            if (fault.isPresent()) {
                return new Registration.Incompatible(fault.get());
            }
            versions.add(schema);
        }
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return new Registration.Accepted(idOf(schema));
    }

    @Override
    public synchronized Optional<Integer> lookUp(String subject, Schema schema) {
        return versionsOf(subject).contains(schema) ? Optional.of(idOf(schema)) : Optional.empty();
    }

    @Override
    public synchronized Optional<Schema> byId(int id) {
        return id >= 1 && id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
    }

    @Override
    public synchronized boolean isCompatible(String subject, Schema schema) {
        return fault(subject, schema).isEmpty();
    }

    @Override
    public synchronized void setCompatibility(String subject, Compatibility level) {
        if (level != Compatibility.BACKWARD_TRANSITIVE && level != Compatibility.NONE) {
            throw new UnsupportedOperationException("this registry does not check " + level);
        }
        levels.put(subject, level);
    }

    @Override
    public synchronized List<Integer> versions(String subject) {
        List<Integer> versions = new ArrayList<>();
        for (int version = 1; version <= versionsOf(subject).size(); version++) {
            versions.add(version);
        }
        return List.copyOf(versions);
    }

    /** The level that was set for a subject. */
    public synchronized Optional<Compatibility> compatibility(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    private int idOf(Schema schema) {
        return schemas.indexOf(schema) + 1;
    }

    private List<Schema> versionsOf(String subject) {
        return subjects.getOrDefault(subject, List.of());
    }

    private Optional<String> fault(String subject, Schema schema) {
        if (levels.getOrDefault(subject, Compatibility.NONE) == Compatibility.NONE) {
            return Optional.empty();
        }
        // Avro wants the newest first.
        List<Schema> versions = new ArrayList<>(versionsOf(subject));
        Collections.reverse(versions);
        try {
            new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(schema, versions);
            return Optional.empty();
        } catch (SchemaValidationException incompatible) {
            return Optional.of(String.valueOf(incompatible.getMessage()));
        }
    }
}
