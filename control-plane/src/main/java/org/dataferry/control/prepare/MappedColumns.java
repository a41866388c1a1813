package org.dataferry.control.prepare;

import java.util.Map;
import java.util.Set;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.ColumnsRead;

/** The columns of the source that the mapping files read, by table. */
public final class MappedColumns {

    private MappedColumns() {}

    /** As the source is now; a column that it does not have is not among them. */
    public static Map<SourceTable, Set<String>> of(MigrationFolder folder, Endpoints endpoints) {
        return ColumnsRead.of(
                Blueprint.read(folder.mappings()).files(),
                SourceView.of(
                        SourceCatalogue.read(endpoints.source().address()),
                        folder.settings().source().name()));
    }
}
