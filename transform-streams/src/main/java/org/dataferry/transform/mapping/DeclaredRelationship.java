package org.dataferry.transform.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.transform.mapping.language.LinkDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.Problems;

/**
 * An N:N relationship that links are made in.
 *
 * @param name its schema name
 * @param first the entity of one end
 * @param second the entity of the other end; may be the same
 * @param create whether {@code prepare} makes it if it is missing
 */
public record DeclaredRelationship(String name, String first, String second, boolean create) {

    /**
     * Gathers them from all files, by name. Several files may make links of one relationship.
     *
     * @throws MappingException with everything that is wrong in the declarations
     */
    public static List<DeclaredRelationship> of(List<MappingFile> files) {
        Problems problems = new Problems();
        List<DeclaredRelationship> declared = of(files, problems);
        problems.throwIfAny();
        return declared;
    }

    static List<DeclaredRelationship> of(List<MappingFile> files, Problems problems) {
        Map<String, DeclaredRelationship> declared = new LinkedHashMap<>();
        for (MappingFile file : files) {
            if (file.document() instanceof LinkDocument document) {
                add(declared, file, document, problems);
            }
        }
        return List.copyOf(declared.values());
    }

    private static void add(
            Map<String, DeclaredRelationship> declared, MappingFile file, LinkDocument document, Problems problems) {
        String name = document.relationship();
        if (document.create() && !OwnName.isOne(name)) {
            problems.add(file.problem(LinkDocument.MARK, OwnName.rule("a relationship", name)));
        }
        DeclaredRelationship one = new DeclaredRelationship(
                name, document.first().to(), document.second().to(), document.create());
        DeclaredRelationship earlier = declared.get(name);
        if (earlier == null) {
            declared.put(name, one);
        } else if (!earlier.first.equals(one.first) || !earlier.second.equals(one.second)) {
            problems.add(file.problem(
                    LinkDocument.MARK,
                    "another file links " + earlier.first + " and " + earlier.second + " by " + name
                            + ", in this order;" + " a relationship has one entity at each end"));
        } else {
            declared.put(name, new DeclaredRelationship(name, one.first, one.second, earlier.create || one.create));
        }
    }
}
