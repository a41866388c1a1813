package org.dataferry.control.prepare;

import java.util.Optional;
import org.dataferry.capture.source.SourceException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.transform.mapping.PersonalData;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the mapping files mark as data of persons, seen by the source's catalogue. */
public final class PersonalMarks {

    private static final Logger LOG = LoggerFactory.getLogger(PersonalMarks.class);

    private PersonalMarks() {}

    /** Asks the source only if something is marked; one that is away makes more keys count as data of persons, and not fewer. */
    public static PersonalData read(MigrationFolder folder, Blueprint blueprint, Endpoints endpoints) {
        if (blueprint.files().stream().noneMatch(PersonalMarks::marks)) {
            return PersonalData.of(blueprint.files(), Optional.empty());
        }
        try {
            return PersonalData.of(
                    blueprint.files(),
                    Optional.of(SourceView.of(endpoints.sources().catalogues())));
        } catch (SourceException away) {
            LOG.warn("The source was not asked which keys are personal data reason={}", away.getMessage());
            return PersonalData.of(blueprint.files(), Optional.empty());
        }
    }

    private static boolean marks(MappingFile file) {
        return file.document() instanceof EntityDocument rows
                && rows.columns().values().stream().anyMatch(column -> column.personal());
    }
}
