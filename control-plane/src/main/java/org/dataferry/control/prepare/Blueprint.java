package org.dataferry.control.prepare;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.transform.mapping.DeclaredRelationship;
import org.dataferry.transform.mapping.DeclaredTarget;
import org.dataferry.transform.mapping.DeclaredTargets;
import org.dataferry.transform.mapping.MappingCompiler;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.option.OptionTables;

/**
 * What the mapping files say, before either end was asked.
 *
 * @param declared what the target is to get
 * @param relationships what links are made in
 * @param options what texts become options
 */
public record Blueprint(
        List<MappingFile> files,
        List<DeclaredTarget> declared,
        List<DeclaredRelationship> relationships,
        OptionTable options) {

    /**
     * Reads the files; throws with everything that can be told to be wrong with them alone.
     *
     * @param mappings the folder of the mapping files; the option tables lie beside it
     */
    public static Blueprint read(Path mappings) {
        List<MappingFile> files = MappingFiles.read(mappings);
        OptionTable options = OptionTables.read(mappings.resolveSibling(OptionTables.DIRECTORY_NAME));
        return new Blueprint(files, DeclaredTargets.of(files, options), DeclaredRelationship.of(files), options);
    }

    /** Names this state of the files, as every write that is mapped by them does. */
    public String version() {
        return MappingCompiler.version(files, options);
    }

    /** The tables of Dataverse that rows are made in. */
    Set<String> entities() {
        Set<String> entities = new TreeSet<>();
        files.forEach(file -> {
            if (file.document() instanceof EntityDocument document) {
                entities.add(document.entity());
            }
        });
        return entities;
    }

    /** The tables whose changes rows or links are made of, as the files name them. */
    Set<String> sourceTables() {
        Set<String> tables = new TreeSet<>();
        files.forEach(file -> tables.add(TableNames.withSchema(file.document().from())));
        return tables;
    }
}
