package org.dataferry.control.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.status.SourceLook;
import org.dataferry.schemas.control.HeldTables;

/** Looks at all sources of a migration. For one thread. */
final class SourceWatches {

    private final Map<String, SourceWatch> byName = new LinkedHashMap<>();

    SourceWatches(MigrationFolder folder, Endpoints endpoints) {
        endpoints.ends().keySet().forEach(name -> byName.put(name, SourceWatch.of(folder, endpoints, name)));
    }

    /** By their names. */
    Map<String, SourceLook> look(HeldTables held) {
        Map<String, SourceLook> looks = new LinkedHashMap<>();
        byName.forEach((name, watch) -> looks.put(name, watch.look(held.of(name))));
        return looks;
    }
}
