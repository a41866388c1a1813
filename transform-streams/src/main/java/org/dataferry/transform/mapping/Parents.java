package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.convert.KeyConversion;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.ParentDocument;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;

/** Finds the mappings whose rows others name, and checks that they can be named so. */
final class Parents {

    private final List<EntityDocument> mappings;
    private final SourceSchemas sources;
    private final Problems problems;

    Parents(List<MappingFile> files, SourceSchemas sources, Problems problems) {
        this.mappings = files.stream()
                .map(MappingFile::document)
                .filter(EntityDocument.class::isInstance)
                .map(EntityDocument.class::cast)
                .toList();
        this.sources = sources;
        this.problems = problems;
    }

    /**
     * @param source the table whose rows name the parent
     * @param path the field of the file that says which
     * @return empty if there is a problem
     */
    Optional<Parent> find(MappingFile file, SourceSchema source, String path, ParentDocument document) {
        return maker(file, path, document).flatMap(maker -> {
            Optional<SourceSchema> table = sources.find(maker.from());
            // A source table that does not exist is told where the parent's own file names it.
            return table.flatMap(parent -> components(file, source, path, document, parent)
                    .map(key -> new Parent(maker.entity(), parent.table(), maker.discriminator(), key)));
        });
    }

    /** The one mapping that makes the row. */
    private Optional<EntityDocument> maker(MappingFile file, String path, ParentDocument document) {
        List<EntityDocument> ofEntity = mappings.stream()
                .filter(mapping -> mapping.entity().equals(document.to()))
                .toList();
        List<EntityDocument> fitting = ofEntity.stream()
                .filter(mapping -> document.from() == null || isOf(mapping, document.from()))
                .filter(mapping -> document.discriminator() == null
                        || mapping.discriminator().equals(document.discriminator()))
                .toList();
        List<EntityDocument> plain = fitting.stream()
                .filter(mapping -> mapping.discriminator().isEmpty())
                .toList();
        boolean takesPlain = document.from() != null && document.discriminator() == null && !plain.isEmpty();
        List<EntityDocument> makers = takesPlain ? plain : fitting;
        if (makers.size() == 1) {
            return Optional.of(makers.getFirst());
        }
        String wanted = document.to()
                + (document.from() == null ? "" : " from " + TableNames.withSchema(document.from()))
                + (document.discriminator() == null ? "" : " with discriminator '" + document.discriminator() + "'");
        if (ofEntity.isEmpty()) {
            problem(
                    file,
                    path + ".to",
                    "no mapping of this migration makes " + wanted + ", so no row of it can be named; map it, or leave"
                            + " this out"
                            + new NearestNames(mappings.stream()
                                            .map(EntityDocument::entity)
                                            .distinct()
                                            .toList())
                                    .hint(document.to()));
        } else if (makers.isEmpty()) {
            String field = document.from() == null ? "discriminator" : "from";
            problem(
                    file,
                    path + "." + field,
                    "no mapping of this migration makes " + wanted + "; there is " + words(ofEntity));
        } else {
            problem(
                    file,
                    path + ".to",
                    "several mappings make " + wanted + ": " + words(makers)
                            + "; say which by from: and, where they differ in it, discriminator:");
        }
        return Optional.empty();
    }

    private Optional<List<Parent.Component>> components(
            MappingFile file, SourceSchema source, String path, ParentDocument document, SourceSchema parent) {
        List<String> key = parent.primaryKey();
        String table = parent.name();
        if (key.isEmpty()) {
            problem(file, path + ".to", table + " has no primary key, so none of its rows can be named");
            return Optional.empty();
        }
        if (key.size() != document.by().size()) {
            problem(
                    file,
                    path + ".by",
                    "the primary key of " + table + " is " + String.join(", ", key) + "; name a column of "
                            + source.name() + " for each of it, in this order");
            return Optional.empty();
        }
        List<Parent.Component> components = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            String name = key.get(i);
            Optional<SourceColumn> column = parent.find(name);
            if (column.isEmpty()) {
                problem(
                        file,
                        path + ".to",
                        "column " + name + " in the primary key of " + table + " is of a type that is not captured, so"
                                + " none of its rows can be named");
                return Optional.empty();
            }
            component(file, source, path, document.by().get(i), table, column.get())
                    .ifPresent(components::add);
        }
        return components.size() == key.size() ? Optional.of(components) : Optional.empty();
    }

    private Optional<Parent.Component> component(
            MappingFile file, SourceSchema source, String path, String by, String table, SourceColumn key) {
        Optional<SourceColumn> column = source.find(by);
        if (column.isEmpty()) {
            problem(
                    file,
                    path + ".by",
                    source.name() + " has no column '" + by + "'"
                            + new NearestNames(source.columns().keySet()).hint(by));
            return Optional.empty();
        }
        Optional<KeyConversion> conversion = KeyConversion.between(column.get(), key);
        if (conversion.isEmpty()) {
            problem(
                    file,
                    path + ".by",
                    "source column " + by + " is " + column.get().type().label() + ", and " + key.name()
                            + " in the primary key of " + table + " is "
                            + key.type().label() + ": they name no common row; name a column of the key's type");
        }
        return conversion.map(exact -> new Parent.Component(by, exact));
    }

    private static boolean isOf(EntityDocument mapping, String from) {
        return TableNames.withSchema(mapping.from()).equals(TableNames.withSchema(from));
    }

    private static String words(List<EntityDocument> mappings) {
        return mappings.stream()
                .map(mapping -> mapping.entity() + " from " + TableNames.withSchema(mapping.from())
                        + (mapping.discriminator().isEmpty()
                                ? ""
                                : " with discriminator '" + mapping.discriminator() + "'"))
                .collect(Collectors.joining(", "));
    }

    /** The short form of a field, or a field that is not there, is told at the one around it. */
    private void problem(MappingFile file, String path, String message) {
        problems.add(file.problem(
                file.lines().containsKey(path) ? path : path.substring(0, path.lastIndexOf('.')), message));
    }
}
