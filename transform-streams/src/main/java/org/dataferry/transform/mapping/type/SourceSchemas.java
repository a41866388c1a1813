package org.dataferry.transform.mapping.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.words.NearestNames;

/**
 * The tables of a migration's sources.
 *
 * @param names how mapping files name them
 */
public record SourceSchemas(TableNames names, List<SourceSchema> all) {

    public SourceSchemas {
        all = List.copyOf(all);
    }

    /** Of one source, or of those that the tables are of. */
    public SourceSchemas(List<SourceSchema> all) {
        this(
                new TableNames(all.stream()
                        .map(schema -> schema.table().source())
                        .distinct()
                        .toList()),
                all);
    }

    /** The table that is named so; empty also where its name does not say of which source it is. */
    public Optional<SourceSchema> find(String name) {
        SourceTable wanted;
        try {
            wanted = names.parse(name);
        } catch (SchemasException ofNone) {
            return Optional.empty();
        }
        return all.stream().filter(schema -> schema.table().equals(wanted)).findFirst();
    }

    /** Why {@link #find} does not find it, in words for whoever has written the name. */
    public String whyNot(String name) {
        try {
            String source = names.isSeveral() ? "source " + names.parse(name).source() : "the source";
            return source + " has no table '" + name + "'" + new NearestNames(texts()).hint(name);
        } catch (SchemasException ofNone) {
            return String.valueOf(ofNone.getMessage());
        }
    }

    private Set<String> texts() {
        Set<String> texts = new TreeSet<>();
        all.forEach(schema -> texts.add(schema.name()));
        return texts;
    }
}
