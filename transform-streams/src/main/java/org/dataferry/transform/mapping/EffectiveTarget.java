package org.dataferry.transform.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchema;
import org.dataferry.transform.mapping.type.TargetSchemas;

/** The target as it will be after {@code prepare}: what exists, and what the files declare on top of it. */
record EffectiveTarget(TargetSchemas existing, Map<String, DeclaredTarget> declared) {

    EffectiveTarget(TargetSchemas existing, List<DeclaredTarget> declared) {
        this(existing, byEntity(declared));
    }

    EffectiveTarget {
        declared = Map.copyOf(declared);
    }

    /** What exists wins over what is declared, but for options, which a choice that is there gets; that they agree is checked per column. */
    Optional<TargetSchema> find(String entity) {
        Optional<TargetSchema> exists = existing.find(entity);
        DeclaredTarget declares = declared.get(entity);
        if (declares == null || (exists.isEmpty() && declares.table().isEmpty())) {
            return exists;
        }
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        exists.ifPresent(schema -> columns.putAll(schema.columns()));
        declares.columns()
                .forEach(column -> columns.merge(column.name(), column.asTarget(), EffectiveTarget::withOptions));
        return Optional.of(new TargetSchema(entity, columns));
    }

    /** What a column is in the target by now. */
    Optional<TargetColumn> existing(String entity, String column) {
        return existing.find(entity).flatMap(schema -> schema.find(column));
    }

    private static TargetColumn withOptions(TargetColumn exists, TargetColumn declared) {
        if (exists.type() instanceof TargetColumnType.Choice has
                && declared.type() instanceof TargetColumnType.Choice wanted) {
            return exists.with(has.and(wanted));
        }
        return exists;
    }

    private static Map<String, DeclaredTarget> byEntity(List<DeclaredTarget> declared) {
        Map<String, DeclaredTarget> byEntity = new LinkedHashMap<>();
        declared.forEach(target -> byEntity.put(target.entity(), target));
        return byEntity;
    }
}
