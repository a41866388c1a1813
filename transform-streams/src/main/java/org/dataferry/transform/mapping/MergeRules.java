package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MergeDocument;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.jspecify.annotations.Nullable;

/** Checks that all files whose rows merge into one entity say the same of it. */
final class MergeRules {

    private final SourceSchemas sources;
    private final Problems problems;
    private final Map<String, MergeRule> byEntity = new LinkedHashMap<>();

    /** A file whose rows merge. */
    private record Merging(MappingFile file, EntityDocument document, MergeDocument merge) {}

    MergeRules(List<MappingFile> files, SourceSchemas sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
        Map<String, List<Merging>> merging = new LinkedHashMap<>();
        for (MappingFile file : files) {
            if (file.document() instanceof EntityDocument document && document.merge() != null) {
                merging.computeIfAbsent(document.entity(), first -> new ArrayList<>())
                        .add(new Merging(file, document, document.merge()));
            }
        }
        merging.forEach((entity, all) -> byEntity.put(entity, rule(all)));
    }

    Optional<MergeRule> find(String entity) {
        return Optional.ofNullable(byEntity.get(entity));
    }

    private MergeRule rule(List<Merging> all) {
        Merging first = all.getFirst();
        Optional<Merging> preferring = Optional.empty();
        Set<String> columns = new HashSet<>();
        Set<String> lookups = new HashSet<>();
        for (Merging one : all) {
            requireAlike(first, one);
            if (!one.merge().prefer().isEmpty()) {
                preferring.ifPresent(earlier -> requireSamePreference(earlier, one));
                preferring = Optional.of(preferring.orElse(one));
            }
            columns.addAll(one.document().columns().keySet());
            lookups.addAll(one.document().lookups().keySet());
        }
        return new MergeRule(
                first.merge().rule(), preferring.map(one -> preferred(one, all)).orElse(List.of()), columns, lookups);
    }

    private void requireAlike(Merging first, Merging one) {
        MergeDocument merge = one.merge();
        if (merge.rule().equals(MergeRule.ALONE)) {
            problem(one, "merge.rule", "'alone' names the rows that merge with none; give the rule another name");
        }
        if (!one.document().discriminator().isEmpty()) {
            problem(
                    one,
                    "discriminator",
                    "a row that merges is known by its match key, so a discriminator tells nothing; leave it or merge out");
        }
        if (!merge.rule().equals(first.merge().rule())) {
            problem(
                    one,
                    "merge.rule",
                    first.file().name() + " merges rows of " + one.document().entity() + " by "
                            + first.merge().rule() + "; all files of an entity that merge have one rule");
        }
        if (merge.key().size() != first.merge().key().size()) {
            problem(
                    one,
                    "merge.key",
                    "it has " + merge.key().size() + " parts, and in "
                            + first.file().name() + " it has "
                            + first.merge().key().size() + ": their rows would never merge");
        }
        requireSame(first, one, "delete", EntityDocument::delete, "delete");
        requireSame(first, one, "lost", EntityDocument::lost, "rewrite");
    }

    private void requireSame(
            Merging first,
            Merging one,
            String field,
            Function<EntityDocument, @Nullable String> written,
            String otherwise) {
        String policy = Objects.requireNonNullElse(written.apply(one.document()), otherwise);
        String before = Objects.requireNonNullElse(written.apply(first.document()), otherwise);
        if (!policy.equals(before)) {
            problem(
                    one,
                    written.apply(one.document()) == null ? "merge" : field,
                    first.file().name() + " says " + field + ": " + before + " of the same merged rows, this file "
                            + policy + "; say the same in both");
        }
    }

    private void requireSamePreference(Merging earlier, Merging one) {
        if (!qualified(earlier.merge().prefer()).equals(qualified(one.merge().prefer()))) {
            problem(
                    one,
                    "merge.prefer",
                    earlier.file().name() + " prefers "
                            + String.join(", ", earlier.merge().prefer()) + "; one file is enough to say it");
        }
    }

    private static List<String> qualified(List<String> tables) {
        return tables.stream().map(TableNames::withSchema).toList();
    }

    private List<SourceTable> preferred(Merging preferring, List<Merging> all) {
        Set<String> known = all.stream()
                .map(one -> TableNames.withSchema(one.document().from()))
                .collect(Collectors.toSet());
        List<SourceTable> tables = new ArrayList<>();
        for (String table : qualified(preferring.merge().prefer())) {
            if (known.contains(table)) {
                sources.find(table).map(SourceSchema::table).ifPresent(tables::add);
            } else {
                problem(
                        preferring,
                        "merge.prefer",
                        "no rows of " + table + " merge into "
                                + preferring.document().entity()
                                + new NearestNames(known.stream().sorted().toList()).hint(table));
            }
        }
        return tables;
    }

    private void problem(Merging merging, String path, String message) {
        problems.add(merging.file().problem(path, message));
    }
}
