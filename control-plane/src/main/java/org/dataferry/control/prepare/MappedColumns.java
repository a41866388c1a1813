package org.dataferry.control.prepare;

import java.util.Map;
import java.util.Set;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.ColumnsRead;

/** The columns of the sources that the mapping files read, by table. */
public final class MappedColumns {

    private MappedColumns() {}

    /** As the sources are now; a column that they do not have is not among them. */
    public static Map<SourceTable, Set<String>> of(MigrationFolder folder, Endpoints endpoints) {
        return ColumnsRead.of(
                Blueprint.read(folder.mappings()).files(),
                SourceView.of(endpoints.sources().catalogues()));
    }
}
