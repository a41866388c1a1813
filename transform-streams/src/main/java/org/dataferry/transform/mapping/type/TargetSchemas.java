package org.dataferry.transform.mapping.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The entities that exist in the target, as far as mappings name them or might have meant them. */
public record TargetSchemas(List<TargetSchema> all) {

    public TargetSchemas {
        all = List.copyOf(all);
    }

    public Optional<TargetSchema> find(String entity) {
        return all.stream().filter(schema -> schema.entity().equals(entity)).findFirst();
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        all.forEach(schema -> names.add(schema.entity()));
        return names;
    }
}
