package org.dataferry.transform.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.LinkDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.TargetSchemas;

/** Checks mapping files against the types of both ends and makes them ready for rows. */
public final class MappingCompiler {

    /** Hexadecimal digits of a mapping's version: enough to tell the states of one migration apart. */
    private static final int VERSION_LENGTH = 12;

    private MappingCompiler() {}

    /** As below, of files that take no options. */
    public static Mappings compile(List<MappingFile> files, SourceSchemas sources, TargetSchemas targets) {
        return compile(files, OptionTable.NONE, sources, targets);
    }

    /**
     * @param options what texts become options
     * @param sources the tables of the source
     * @param targets what exists in the target by now; what the files declare is added to it
     * @throws MappingException with everything that is wrong in all files
     */
    public static Mappings compile(
            List<MappingFile> files, OptionTable options, SourceSchemas sources, TargetSchemas targets) {
        List<MappingFile> sorted =
                files.stream().sorted(Comparator.comparing(MappingFile::name)).toList();
        Problems problems = new Problems();
        EffectiveTarget target = new EffectiveTarget(targets, DeclaredTargets.of(sorted, options, problems));
        DeclaredRelationship.of(sorted, problems);
        refuseTwins(sorted, problems);
        requireOneChangedPolicy(sorted, problems);
        requireOneWayToAdopt(sorted, problems);
        Parents parents = new Parents(sorted, sources, problems);
        LoadPlan plan = LoadPlan.of(sorted, problems);
        MergeRules mergeRules = new MergeRules(sorted, sources, problems);
        List<EntityMapping> rows = new ArrayList<>();
        List<LinkMapping> links = new ArrayList<>();
        for (MappingFile file : sorted) {
            switch (file.document()) {
                case EntityDocument document ->
                    new FileCompiler(file, document, sources, target, parents, plan, mergeRules, options, problems)
                            .compile()
                            .ifPresent(rows::add);
                case LinkDocument document ->
                    new LinkCompiler(file, document, sources, parents, mergeRules, problems)
                            .compile()
                            .ifPresent(links::add);
            }
        }
        problems.throwIfAny();
        return new Mappings(version(sorted, options), rows, links);
    }

    /** The version that these files have; comments, layout and the order of fields make no difference to it. */
    public static String version(List<MappingFile> files, OptionTable options) {
        MessageDigest digest = sha256();
        files.stream().sorted(Comparator.comparing(MappingFile::name)).forEach(file -> {
            digest.update((file.name() + "\n" + file.canonical() + "\n").getBytes(StandardCharsets.UTF_8));
        });
        digest.update(options.canonical().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
    }

    /** Two mappings that would give two rows, or two links, the same id. */
    private static void refuseTwins(List<MappingFile> files, Problems problems) {
        Map<List<String>, MappingFile> seen = new LinkedHashMap<>();
        for (MappingFile file : files) {
            String entity = file.document().entity();
            String table = TableNames.withSchema(file.document().from());
            List<String> identity = switch (file.document()) {
                case EntityDocument rows -> List.of(entity, table, rows.discriminator());
                case LinkDocument links -> List.of(entity, table);
            };
            MappingFile earlier = seen.putIfAbsent(identity, file);
            if (earlier != null) {
                problems.add(
                        switch (file.document()) {
                            case EntityDocument rows ->
                                file.problem(
                                        "discriminator",
                                        earlier.name() + " maps " + table + " to " + entity
                                                + " already; if one source row makes two rows, give each file a"
                                                + " discriminator of its own");
                            case LinkDocument links ->
                                file.problem(
                                        "from",
                                        earlier.name() + " makes links of " + entity + " from " + table
                                                + " already; one source row makes one link of a relationship");
                        });
            }
        }
    }

    /** The sink sends all rows of an entity in one way, whichever mapping they come from. */
    private static void requireOneChangedPolicy(List<MappingFile> files, Problems problems) {
        Map<String, MappingFile> seen = new HashMap<>();
        for (MappingFile file : files) {
            if (!(file.document() instanceof EntityDocument document)) {
                continue;
            }
            MappingFile earlier = seen.putIfAbsent(document.entity(), file);
            if (earlier != null && !changedPolicy(earlier).equals(changedPolicy(file))) {
                problems.add(file.problem(
                        document.changed() == null ? "entity" : "changed",
                        earlier.name() + " says changed: " + changedPolicy(earlier) + " of rows of " + document.entity()
                                + ", this file " + changedPolicy(file) + "; say the same in both"));
            }
        }
    }

    private static String changedPolicy(MappingFile file) {
        return file.document() instanceof EntityDocument document && document.changed() != null
                ? document.changed()
                : "overwrite";
    }

    /** A row of the target that rows of two tables might be is told only where both are known by the same columns. */
    private static void requireOneWayToAdopt(List<MappingFile> files, Problems problems) {
        Map<String, EntityDocument> seen = new HashMap<>();
        for (MappingFile file : files) {
            if (file.document() instanceof EntityDocument document && document.adopt() != null) {
                EntityDocument earlier = seen.putIfAbsent(document.entity(), document);
                if (earlier != null && !document.adopt().equals(earlier.adopt())) {
                    problems.add(file.problem(
                            "adopt",
                            "the mapping of " + earlier.from() + " adopts rows of " + document.entity()
                                    + " in another way; say the same in both"));
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
